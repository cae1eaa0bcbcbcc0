// Rows of a list brought up to date: cell by cell, so that ticks, the cursor and the focus stay.
import { mark, words } from "./fresh";

/** The rows of records below root, in order. */
export function rowsOf(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("[data-row]")];
}

/** The id of a row's record. */
export function idOf(row: HTMLElement): string {
  return row.dataset.row ?? "";
}

/** Brings the cells of a row up to date and marks those that say something else now. */
export function fill(row: HTMLElement, now: HTMLElement): void {
  row.querySelector("[data-gone-words]")?.remove();
  row.removeAttribute("data-gone");
  const cells = [...row.children] as HTMLElement[];
  const fresh = [...now.children] as HTMLElement[];
  if (cells.length !== fresh.length) return;
  for (const [i, cell] of cells.entries()) {
    const next = fresh[i];
    if (!next || cell.querySelector("[data-select]")) continue;
    const says = words(cell) !== words(next);
    if (!says && links(cell) === links(next)) continue;
    const focused = cell.contains(document.activeElement);
    cell.replaceWith(next);
    window.htmx.process(next);
    if (focused) next.querySelector<HTMLElement>("a, button")?.focus({ preventScroll: true });
    if (says) mark(next);
  }
}

function links(cell: HTMLElement): string {
  const named = ["href", "data-tone", "data-hue", "datetime"];
  return [...cell.querySelectorAll("*")].flatMap((e) => named.map((name) => e.getAttribute(name) ?? "")).join(" ");
}

/** Says of a row that its record is no longer in the list. */
export function lose(row: HTMLElement, text: string): void {
  if (row.matches("[data-gone]")) return;
  row.setAttribute("data-gone", "");
  const note = document.createElement("span");
  note.className = "visually-hidden";
  note.dataset.goneWords = "";
  note.textContent = ` ${text}`;
  row.querySelector(".name")?.after(note);
}

/** Puts the rows of now into body; rows that were there stay the same elements. */
export function arrange(body: HTMLElement, now: Element): void {
  const old = new Map(rowsOf(body).map((row) => [idOf(row), row]));
  const lost = document.activeElement?.closest<HTMLElement>("[data-row]");
  const place = lost ? [...body.children].indexOf(lost) : -1;
  for (const [id, row] of old) {
    if (!now.querySelector(`[data-row="${id}"]`)) row.remove();
  }
  let first: HTMLElement | null = null;
  let at: Element | null = body.firstElementChild;
  for (const next of [...now.children] as HTMLElement[]) {
    const kept = next.dataset.row ? old.get(next.dataset.row) : undefined;
    const row = kept ?? next;
    if (kept) fill(kept, next);
    if (row === at) at = at.nextElementSibling;
    else body.insertBefore(row, at);
    if (!kept && next.dataset.row) {
      first ??= next;
      mark(next);
    }
  }
  while (at) {
    const rest: Element | null = at.nextElementSibling;
    at.remove();
    at = rest;
  }
  window.htmx.process(body);
  body.dispatchEvent(new CustomEvent("htmx:after:swap", { bubbles: true, detail: {} }));
  if (lost && !lost.isConnected) (body.children[Math.min(place, body.children.length - 1)] as HTMLElement | undefined)?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
  first?.scrollIntoView({ block: "nearest" });
}
