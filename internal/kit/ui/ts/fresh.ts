// The quiet mark of what somebody else has just changed; and what must not be changed under a person's hands.
import { typing } from "./dom";

const shownFor = 4000;

/** Marks an element as just changed, for a few seconds. */
export function mark(element: HTMLElement): void {
  element.setAttribute("data-fresh", "");
  window.setTimeout(() => element.removeAttribute("data-fresh"), shownFor);
}

/** What an element says, without times, which change by themselves, and without what scripts added. */
export function words(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const extra of copy.querySelectorAll("time, template, [popover]")) extra.remove();
  return copy.textContent?.replaceAll(/\s+/g, " ").trim() ?? "";
}

/** Everything inside root that a person is just using: fields typed in, forms begun, open popovers, selected text. */
export function inUse(root: Element): Element[] {
  const found = new Set<Element>();
  const active = document.activeElement;
  if (active && root.contains(active) && typing(active)) found.add(active.closest("form") ?? active);
  for (const form of root.querySelectorAll("form")) {
    if (form.matches("[data-edit], .event form, .rename")) found.add(form.closest("dd, td, li, .event") ?? form);
    else if (begun(form) || form.querySelector(".uploads > li")) found.add(form);
  }
  for (const open of root.querySelectorAll<HTMLElement>(":popover-open, dialog[open]")) {
    found.add(open);
    for (const opener of document.querySelectorAll(`[popovertarget="${CSS.escape(open.id)}"]`)) found.add(opener);
  }
  const selected = selection(root);
  if (selected) found.add(selected);
  return [...found];
}

function selection(root: Element): Element | null {
  const now = getSelection();
  if (!now || now.isCollapsed || now.rangeCount === 0) return null;
  const around = now.getRangeAt(0).commonAncestorContainer;
  const element = around instanceof Element ? around : around.parentElement;
  return element && element !== root && root.contains(element) ? element : null;
}

/** Reports whether somebody has begun to fill the form in. */
export function begun(form: HTMLFormElement): boolean {
  return [...form.elements].some((control) => {
    if (control instanceof HTMLInputElement) {
      if (["checkbox", "radio"].includes(control.type)) return control.checked !== control.defaultChecked;
      return control.type !== "hidden" && control.value !== control.defaultValue;
    }
    if (control instanceof HTMLSelectElement) return [...control.options].some((option) => option.selected !== option.defaultSelected);
    return control instanceof HTMLTextAreaElement && control.value !== control.defaultValue;
  });
}
