// Lists put in order by hand: dragged by a grip, or moved with the arrow keys while the grip has the focus. The form around
// them is told by a change, and sends its fields in the new order.
import { listen, on } from "./dom";

interface Drag {
  item: HTMLElement;
  from: number;
}

let drag: Drag | null = null;
let dragged = false;
let held = ""; // id of the item whose grip had the focus when the list was sent

function items(list: Element): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(":scope > [data-order-item]")];
}

function place(item: HTMLElement): number {
  return item.parentElement ? items(item.parentElement).indexOf(item) : -1;
}

document.addEventListener("pointerdown", (event) => {
  const grip = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-grip]") : null;
  const item = grip?.closest<HTMLElement>("[data-order-item]");
  if (!grip || !item || event.button !== 0) return;
  event.preventDefault();
  grip.focus();
  grip.setPointerCapture(event.pointerId);
  drag = { item, from: place(item) };
  dragged = false;
  item.toggleAttribute("data-dragged", true);
});

document.addEventListener("pointermove", (event) => {
  const list = drag?.item.parentElement;
  if (!drag || !list) return;
  dragged = true;
  const { item } = drag;
  const after = items(list).filter((other) => other !== item).find((other) => middle(other) > event.clientY);
  if (after) {
    if (item.nextElementSibling !== after) after.before(item);
  } else if (items(list).at(-1) !== item) list.append(item);
});

function middle(element: Element): number {
  const box = element.getBoundingClientRect();
  return box.top + box.height / 2;
}

function drop(): void {
  if (!drag) return;
  const { item, from } = drag;
  drag = null;
  item.removeAttribute("data-dragged");
  if (place(item) !== from) tell(item);
}

document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);

// The click at the end of a drag is none. A click with the mouse alone does nothing; the keyboard's moves the item up.
document.addEventListener("click", (event) => {
  const grip = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-grip]") : null;
  if (!grip) return;
  event.preventDefault();
  if (event.detail === 0 && !dragged) move(grip, "ArrowUp");
  dragged = false;
}, true);

on("keydown", "[data-grip]", (event, grip) => {
  if (event.altKey || event.ctrlKey || event.metaKey || !move(grip, event.key)) return;
  event.preventDefault();
  event.stopPropagation();
});

function move(grip: HTMLElement, key: string): boolean {
  const item = grip.closest<HTMLElement>("[data-order-item]");
  const list = item?.parentElement;
  if (!item || !list) return false;
  const all = items(list);
  const at = all.indexOf(item);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[key];
  if (to === undefined) return false;
  const other = all[to];
  if (!other || other === item) return true;
  if (to < at) other.before(item);
  else other.after(item);
  grip.focus();
  tell(item);
  return true;
}

function tell(item: HTMLElement): void {
  held = item.contains(document.activeElement) ? item.id : "";
  const list = item.parentElement;
  const status = item.closest("form")?.querySelector<HTMLElement>("[data-order-status]");
  const label = item.querySelector<HTMLElement>("[data-grip]")?.dataset.label ?? "";
  if (status && list) status.textContent = `${label}: ${place(item) + 1} / ${items(list).length}`;
  item.dispatchEvent(new Event("change", { bubbles: true }));
}

listen("htmx:after:swap", () => {
  if (!held || (document.activeElement && document.activeElement !== document.body)) return;
  document.getElementById(held)?.querySelector<HTMLElement>("[data-grip]")?.focus();
});

// A field that narrows a list to the items with these words in them. It belongs to no form, and its change to nobody.
on("input", "[data-narrow]", (_event, field) => {
  const words = (field as HTMLInputElement).value.trim().toLocaleLowerCase();
  for (const item of document.querySelectorAll<HTMLElement>(`#${field.dataset.narrow ?? ""} > *`)) {
    item.hidden = !(item.textContent ?? "").toLocaleLowerCase().includes(words);
  }
});
