// The cursor row of a list: J, K and the arrows move it, Enter opens it, X ticks it. Coming back finds it again.
import { attach, listen, on, scope } from "./dom";
import { edit, editables } from "./edit";
import { combination, listening } from "./keys";
import { closePeek, followPeek, peekThrough, togglePeek } from "./peek";
import { choosing } from "./chosen";
import { tick, tickAll } from "./selection";

const stored = () => `cursor ${location.pathname}`;

function page(): HTMLElement | null {
  return scope() === document ? document.querySelector<HTMLElement>("[data-list]") : null;
}

function rows(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("[data-row]")];
}

function current(root: HTMLElement): HTMLElement | null {
  return root.querySelector<HTMLElement>("[data-row][data-cursor]");
}

function put(root: HTMLElement, row: HTMLElement | undefined): void {
  if (!row) return;
  current(root)?.removeAttribute("data-cursor");
  row.setAttribute("data-cursor", "");
  row.scrollIntoView({ block: "nearest" });
  sessionStorage.setItem(stored(), row.dataset.row ?? "");
  followPeek(row);
}

function move(root: HTMLElement, by: number): void {
  const all = rows(root);
  const row = current(root);
  const at = row ? all.indexOf(row) + by : by > 0 ? 0 : all.length - 1;
  const column = cellAt(root)?.cellIndex;
  const to = all[Math.max(0, Math.min(at, all.length - 1))];
  put(root, to);
  if (column !== undefined) putCell(root, [...(to?.querySelectorAll("td") ?? [])][column]);
}

const acts: Record<string, (root: HTMLElement) => boolean> = {
  KeyJ: (root) => (move(root, 1), true),
  ArrowDown: (root) => (move(root, 1), true),
  KeyK: (root) => (move(root, -1), true),
  ArrowUp: (root) => (move(root, -1), true),
  ArrowRight: (root) => sideways(root, 1),
  ArrowLeft: (root) => sideways(root, -1),
  KeyE: (root) => editAt(root),
  Enter: (root) => (cellAt(root) ? editAt(root) : click(root, "a[href]")),
  Space: (root) => togglePeek(current(root)),
  Period: (root) => click(root, "[data-row-menu]"),
  KeyX: (root) => toggle(root, false),
  "Shift+KeyX": (root) => toggle(root, true),
  "Mod+KeyA": (root) => (tickAll(root, true), true),
  Escape: (root) => leaveCell(root) || closePeek() || clear(root),
};

// The cursor may stand on one cell of its row: the arrows move it among those that can be edited, Enter edits there.
function cellAt(root: HTMLElement): HTMLTableCellElement | null {
  return current(root)?.querySelector<HTMLTableCellElement>("td[data-at]") ?? null;
}

function putCell(root: HTMLElement, cell: HTMLElement | undefined): void {
  for (const each of root.querySelectorAll("td[data-at]")) each.removeAttribute("data-at");
  cell?.setAttribute("data-at", "");
  cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function sideways(root: HTMLElement, by: number): boolean {
  const row = current(root);
  const all = row ? editables(row) : [];
  if (all.length === 0) return false;
  const at = cellAt(root);
  const to = at ? all.indexOf(at) + by : by > 0 ? 0 : all.length - 1;
  putCell(root, all[Math.max(0, Math.min(to, all.length - 1))]);
  return true;
}

function editAt(root: HTMLElement): boolean {
  const row = current(root);
  const cell = cellAt(root) ?? (row ? editables(row)[0] : undefined);
  return cell ? (putCell(root, cell), edit(cell)) : false;
}

function leaveCell(root: HTMLElement): boolean {
  const at = cellAt(root);
  if (at) putCell(root, undefined);
  return at !== null;
}

listen("cell:at", (_detail, event) => {
  const cell = event.target as HTMLElement;
  const root = cell.closest<HTMLElement>("[data-list]");
  const row = cell.closest<HTMLElement>("[data-row]");
  if (!root || !row) return;
  put(root, row);
  putCell(root, cell);
});

document.addEventListener("keydown", (event) => {
  const root = page();
  if (event.defaultPrevented || !root || !listening(event) || busyElsewhere(event)) return;
  if (acts[combination(event)]?.(root)) event.preventDefault();
});

/** Reports whether the key belongs to what has the focus, or to an open popover. */
function busyElsewhere(event: KeyboardEvent): boolean {
  if (document.querySelector(":popover-open")) return true;
  const opens = event.code === "Enter" || event.code === "Space";
  return opens && event.target instanceof Element && event.target.matches("a, button, summary");
}

function click(root: HTMLElement, selector: string): boolean {
  const control = current(root)?.querySelector<HTMLElement>(selector);
  control?.click();
  return control != null;
}

function toggle(root: HTMLElement, range: boolean): boolean {
  const box = current(root)?.querySelector<HTMLInputElement>("[data-select]");
  if (!box) return false;
  tick(box, range || !box.checked, range);
  return true;
}

function clear(root: HTMLElement): boolean {
  const any = choosing();
  if (any) tickAll(root, false);
  return any;
}

peekThrough(() => {
  const root = page();
  return root && { current: () => current(root), move: (by) => move(root, by) };
});

on("click", "[data-row]", (_event, row) => {
  const root = row.closest<HTMLElement>("[data-list]");
  if (root) put(root, row);
});

function restore(root: HTMLElement): void {
  const id = sessionStorage.getItem(stored());
  const row = id ? root.querySelector(`[data-row="${CSS.escape(id)}"]`) : null;
  row?.setAttribute("data-cursor", "");
}

attach<HTMLElement>("[data-list]", restore);
listen("htmx:after:swap", () => document.querySelectorAll<HTMLElement>("[data-list]").forEach(restore));
