// Popovers are native. This keeps aria-expanded true to life and places them where anchor positioning is missing.
import { byId } from "./dom";

const anchored = CSS.supports("position-area: block-end");
const gap = 4;

document.addEventListener(
  "toggle",
  (event) => {
    const popover = event.target;
    if (!(popover instanceof HTMLElement) || !popover.popover) return;
    const open = (event as ToggleEvent).newState === "open";
    for (const opener of document.querySelectorAll(`[popovertarget="${popover.id}"]`)) {
      opener.setAttribute("aria-expanded", String(open));
      if (open && !anchored) place(popover, opener);
    }
  },
  true,
);

/** Opens a popover that has no button of its own, below the element it belongs to. */
export function openBelow(popover: HTMLElement, anchor: HTMLElement): void {
  if (!popover.matches(":popover-open")) popover.showPopover({ source: anchor } as never);
  if (!anchored) place(popover, anchor);
}

function place(popover: HTMLElement, anchor: Element): void {
  if (popover.matches(".sheet")) return;
  const at = anchor.getBoundingClientRect();
  const size = popover.getBoundingClientRect();
  const left = popover.dataset.align === "end" ? at.right - size.width : at.left;
  const below = at.bottom + gap + size.height <= innerHeight;
  popover.style.left = `${Math.max(gap, Math.min(left, innerWidth - size.width - gap))}px`;
  popover.style.top = `${below ? at.bottom : Math.max(gap, at.top - size.height - 2 * gap)}px`;
}

/** Closes the popover around an element, if there is one. */
export function closeAround(element: Element): void {
  const popover = element.closest<HTMLElement>("[popover]");
  if (popover?.matches(":popover-open")) popover.hidePopover();
}

/** The button that opens the popover with this id. */
export function openerOf(id: string): HTMLElement | null {
  return document.querySelector(`[popovertarget="${id}"]`) ?? byId(id);
}
