// A look at the cursor row's record beside the list: Space opens and closes it, J and K lead it on, Escape closes it.
import { byId, on } from "./dom";

const settle = 120;
let waiting = 0;

/** The list's own part, which knows its rows. */
interface Rows {
  current: () => HTMLElement | null;
  move: (by: number) => void;
}

function panel(): HTMLElement | null {
  const place = byId("peek");
  return place?.matches("[data-peek]") ? place : null;
}

/** Opens the look at a row, or closes it. */
export function togglePeek(row: HTMLElement | null): boolean {
  if (panel()) return closePeek();
  return row !== null && look(row);
}

/** Closes the look at a record; reports whether there was one. */
export function closePeek(): boolean {
  const open = panel();
  if (!open) return false;
  const had = open.contains(document.activeElement);
  const place = document.createElement("div");
  place.id = "peek";
  place.hidden = true;
  open.replaceWith(place);
  press(false);
  if (had) byId("table")?.focus();
  return true;
}

/** Shows another row in an open look, once the cursor rests. */
export function followPeek(row: HTMLElement): void {
  clearTimeout(waiting);
  if (panel()) waiting = window.setTimeout(() => look(row), settle);
}

function look(row: HTMLElement): boolean {
  const link = row.querySelector<HTMLAnchorElement>("a.who[href], a[href]");
  const place = byId("peek");
  if (!link || !place) return false;
  const had = place.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.peekBy : undefined;
  void window.htmx.ajax("GET", `${link.pathname}/peek`, { target: "#peek", swap: "outerHTML" }).then(() => {
    press(true);
    if (had) byId("peek")?.querySelector<HTMLElement>(`[data-peek-by="${had}"]`)?.focus();
  });
  return true;
}

function press(open: boolean): void {
  document.querySelectorAll("[data-peek-open]").forEach((button) => button.setAttribute("aria-pressed", String(open)));
}

/** Lets the buttons of the look move through the rows of a list. */
export function peekThrough(rows: () => Rows | null): void {
  on("click", "[data-peek-by]", (_event, button) => rows()?.move(Number(button.dataset.peekBy)));
  on("click", "[data-peek-close]", closePeek);
  on("click", "[data-peek-open]", () => {
    const list = rows();
    if (list && !list.current()) list.move(1);
    togglePeek(list?.current() ?? null);
  });
}
