// A value that becomes a field in its place: in a cell of a list and on the page of a record. Enter saves and stays, Tab
// saves and goes on, Escape brings the value back, leaving a changed field saves it.
import { attach, byId, listen, on } from "./dom";
import type { RequestDetail } from "./htmx";

const wide = window.matchMedia("(min-width: 48rem)");
const before = new WeakMap<HTMLElement, Node[]>();
const begun = new WeakMap<HTMLFormElement, string>();
const sent = new WeakSet<HTMLFormElement>();
const moved = new WeakSet<HTMLFormElement>();
let latest: HTMLElement | null = null;

/** What a field stands in: a cell of a list, or the value of a property. */
function holderOf(element: Element): HTMLElement | null {
  return element.closest<HTMLElement>("td, dd");
}

/** Where the form of a holder comes from; nothing if it is not edited in place. */
function source(holder: HTMLElement): string | null {
  const property = holder.querySelector<HTMLElement>("[data-cell]");
  if (property) return property.dataset.cell ?? null;
  if (!(holder instanceof HTMLTableCellElement)) return null;
  const head = holder.closest("table")?.tHead?.rows[0]?.cells[holder.cellIndex];
  const path = holder.closest<HTMLElement>("tbody")?.dataset.path;
  const row = holder.closest<HTMLElement>("[data-row]")?.dataset.row;
  if (!head?.hasAttribute("data-edit") || !path || !row) return null;
  return `${path}/${row}/cell/${head.dataset.col}?at=list`;
}

/** Turns a value into its field; reports whether it is one that can be. */
export function edit(holder: HTMLElement): boolean {
  if (holder.querySelector("form[data-edit]")) return true;
  const url = source(holder);
  if (!url) return false;
  latest = holder;
  before.set(holder, [...holder.childNodes]);
  void window.htmx.ajax("GET", url, { target: holder, swap: "innerHTML" });
  return true;
}

/** The cells of a row that can be edited, or the properties of a record. */
export function editables(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("td, .props dd")].filter((holder) => {
    return holder.querySelector("form[data-edit]") !== null || source(holder) !== null;
  });
}

function cancel(form: HTMLFormElement): HTMLElement | null {
  const holder = holderOf(form);
  const old = holder && before.get(holder);
  sent.add(form);
  if (old) holder.replaceChildren(...old);
  return holder;
}

function stateOf(form: HTMLFormElement): string {
  return new URLSearchParams(new FormData(form) as unknown as Record<string, string>).toString();
}

const isChanged = (form: HTMLFormElement) => form.hasAttribute("data-wrong") || stateOf(form) !== begun.get(form);

/** Saves what was changed, or brings the value back. */
function leave(form: HTMLFormElement): void {
  if (sent.has(form)) return;
  if (isChanged(form)) form.requestSubmit();
  else cancel(form);
}

attach<HTMLFormElement>("form[data-edit]", (form) => {
  begun.set(form, stateOf(form));
  const fields = "input:not([type=hidden], [type=checkbox]), select, textarea";
  const field = form.querySelector<HTMLElement>(`[data-first], ${fields}`);
  const elsewhere = document.activeElement?.closest("form[data-edit]");
  if (elsewhere && elsewhere !== form && holderOf(form) !== latest) return;
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
});

on("submit", "form[data-edit]", (_event, form) => sent.add(form as HTMLFormElement));

// Before the list box of the field, which would take Escape and Tab for itself only while it is open.
on("keydown", "form[data-edit]", (event, element) => {
  const form = element as HTMLFormElement;
  if (event.defaultPrevented || event.isComposing) return;
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    stay(cancel(form));
  } else if (event.key === "Tab") {
    const next = neighbour(form, event.shiftKey ? -1 : 1);
    if (!next) return;
    event.preventDefault();
    moved.add(form);
    leave(form);
    edit(next);
  } else if (event.key === "Enter" && event.target instanceof HTMLSelectElement) {
    event.preventDefault();
    leave(form);
  }
});

function neighbour(form: HTMLFormElement, by: number): HTMLElement | undefined {
  const holder = holderOf(form);
  const root = holder?.closest("tbody, .record");
  if (!holder || !root) return undefined;
  const all = editables(root);
  return all[all.indexOf(holder) + by];
}

on("focusout", "form[data-edit]", (event, element) => {
  const form = element as HTMLFormElement;
  const to = event.relatedTarget as Node | null;
  window.setTimeout(() => {
    if (!form.isConnected || form.contains(to) || form.contains(document.activeElement)) return;
    if (form.querySelector(":popover-open") || !document.hasFocus()) return;
    moved.add(form);
    if (!form.hasAttribute("data-wrong")) leave(form);
  });
});

/** Leaves the focus where the value is. */
function stay(holder: HTMLElement | null): void {
  const control = holder?.querySelector<HTMLElement>("[data-cell]");
  if (control) control.focus();
  else if (holder instanceof HTMLTableCellElement) holder.dispatchEvent(new CustomEvent("cell:at", { bubbles: true }));
}

// What was saved says so quietly; a form that came back stays open.
listen<RequestDetail>("htmx:after:request", ({ ctx }) => {
  const form = ctx.sourceElement;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-edit]")) return;
  sent.delete(form);
  const holder = ctx.target as HTMLElement | undefined;
  if (!holder || (ctx.response?.status ?? 500) !== 200) return;
  const stays = !moved.has(form);
  window.setTimeout(() => {
    mark(holder, form.dataset.saved ?? "");
    if (stays) stay(holder);
  });
});

function mark(holder: HTMLElement, words: string): void {
  holder.setAttribute("data-saved", "");
  window.setTimeout(() => holder.removeAttribute("data-saved"), 1500);
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.textContent = words;
  byId("toasts")?.append(said);
  window.setTimeout(() => said.remove(), 2000);
}

on("click", "[data-cell]", (event, control) => {
  const holder = holderOf(control);
  if (!holder || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  edit(holder);
});

on("keydown", "a[data-cell]", (event, control) => {
  if (event.key !== " ") return;
  event.preventDefault();
  control.click();
});

on("click", "[data-row] td", (event, cell) => {
  if (!wide.matches || event.defaultPrevented || event.shiftKey || event.ctrlKey || event.metaKey) return;
  if ((event.target as Element).closest("a, button, input, label, select, textarea, form[data-edit]")) return;
  if (String(window.getSelection() ?? "") !== "") return;
  edit(cell);
});
