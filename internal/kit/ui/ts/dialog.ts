// Dialogs are native. They open from data-dialog, close from data-close, Escape and the backdrop, and ask in place when
// something in them was changed.
import { attach, byId, listen, on } from "./dom";
import type { RequestDetail } from "./htmx";

/** Opens a dialog in front of the page and tells it so with the event dialog:open. */
export function open(dialog: HTMLDialogElement): void {
  if (dialog.open) return;
  dialog.showModal();
  firstField(dialog)?.focus();
  dialog.dispatchEvent(new CustomEvent("dialog:open", { bubbles: true }));
}

function firstField(dialog: HTMLDialogElement): HTMLElement | null {
  const fields = "input:not([type=hidden]), select, textarea";
  return dialog.querySelector<HTMLElement>("[autofocus]") ?? dialog.querySelector<HTMLElement>(fields);
}

on("click", "[data-dialog]", (event, opener) => {
  const dialog = byId<HTMLDialogElement>(opener.dataset.dialog);
  if (!(dialog instanceof HTMLDialogElement) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  open(dialog);
});

attach<HTMLDialogElement>("dialog[data-open]", open);

attach<HTMLDialogElement>("dialog", (dialog) => {
  dialog.addEventListener("cancel", (event) => {
    if (event.target === dialog && asks(dialog)) event.preventDefault();
  });
  dialog.addEventListener("pointerdown", (event) => {
    if (event.target === dialog && !asks(dialog)) dialog.close();
  });
});

on("click", "[data-close]", (_event, button) => {
  const dialog = button.closest("dialog");
  if (dialog && !asks(dialog)) dialog.close();
});
on("click", "[data-keep]", (_event, button) => hideQuestion(button.closest("dialog")));
on("click", "[data-discard]", (_event, button) => {
  const dialog = button.closest("dialog");
  hideQuestion(dialog);
  dialog?.querySelector("form")?.reset();
  dialog?.close();
});

// A form in a dialog that did its work elsewhere on the page is done.
listen<RequestDetail>("htmx:after:request", ({ ctx }) => {
  const dialog = ctx.sourceElement.closest("dialog");
  const done = (ctx.response?.status ?? 500) < 300 && ctx.sourceElement.matches("form[hx-post], form[hx-patch], form[hx-put], form[hx-delete]");
  if (dialog?.open && done && !dialog.contains(ctx.target ?? null)) dialog.close();
});

/** Shows the question of a changed dialog; reports whether there was one to ask. */
function asks(dialog: HTMLDialogElement): boolean {
  const question = dialog.querySelector<HTMLElement>(".unsaved");
  if (!question || !changed(dialog)) return false;
  question.hidden = false;
  question.querySelector<HTMLElement>("[data-keep]")?.focus();
  return true;
}

function hideQuestion(dialog: HTMLDialogElement | null): void {
  const question = dialog?.querySelector<HTMLElement>(".unsaved");
  if (question) question.hidden = true;
}

function changed(dialog: HTMLDialogElement): boolean {
  const form = dialog.querySelector("form");
  if (!form || form.dataset.sent) return false;
  return [...form.elements].some((control) => {
    if (control instanceof HTMLInputElement) {
      if (["checkbox", "radio"].includes(control.type)) return control.checked !== control.defaultChecked;
      return control.type !== "hidden" && control.value !== control.defaultValue;
    }
    if (control instanceof HTMLTextAreaElement) return control.value !== control.defaultValue;
    return false;
  });
}
