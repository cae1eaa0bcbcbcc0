// Ticked rows: the box of the head, ranges with Shift, the bar of actions and its count.
import { attach, listen, on } from "./dom";

let last: HTMLInputElement | null = null;

function list(of: Element): HTMLElement | null {
  return of.closest<HTMLElement>("[data-list]");
}

/** The boxes of the rows of a list, in order. */
export function boxes(root: ParentNode): HTMLInputElement[] {
  return [...root.querySelectorAll<HTMLInputElement>("[data-select]")];
}

/** Ticks or clears a row; with range, everything between it and the row ticked before. */
export function tick(box: HTMLInputElement, checked: boolean, range = false): void {
  const root = list(box);
  if (!root) return;
  const all = boxes(root);
  const from = range && last ? all.indexOf(last) : -1;
  const to = all.indexOf(box);
  const part = from < 0 ? [box] : all.slice(Math.min(from, to), Math.max(from, to) + 1);
  for (const each of part) each.checked = checked;
  last = box;
  refresh(root);
}

/** Ticks or clears all rows on the page. */
export function tickAll(root: HTMLElement, checked: boolean): void {
  for (const box of boxes(root)) box.checked = checked;
  last = null;
  refresh(root);
}

function refresh(root: HTMLElement): void {
  const all = boxes(root);
  const count = all.filter((box) => box.checked).length;
  const head = root.querySelector<HTMLInputElement>("[data-select-all]");
  if (head) {
    head.checked = count > 0 && count === all.length;
    head.indeterminate = count > 0 && !head.checked;
    head.toggleAttribute("data-mixed", head.indeterminate);
  }
  showBar(root, count);
}

function showBar(root: HTMLElement, count: number): void {
  const bar = root.querySelector<HTMLElement>("[data-bulk]");
  const status = bar?.querySelector<HTMLElement>("[data-bulk-count]");
  if (!bar || !status) return;
  bar.hidden = count === 0;
  const words = (count === 1 ? status.dataset.one : status.dataset.many) ?? "";
  status.textContent = words.replace(/\d+/, String(count));
}

on("click", "[data-select]", (event, box) => {
  tick(box as HTMLInputElement, (box as HTMLInputElement).checked, event.shiftKey);
});
on("change", "[data-select-all]", (_event, head) => {
  const root = list(head);
  if (root) tickAll(root, (head as HTMLInputElement).checked);
});
on("click", "[data-bulk-clear]", (_event, button) => {
  const root = list(button);
  if (root) tickAll(root, false);
});

attach<HTMLElement>("[data-list]", refresh);
listen("htmx:after:swap", () => document.querySelectorAll<HTMLElement>("[data-list]").forEach(refresh));
