// How a list looks to this person: widths of columns by the edge of their heads, height of rows. Both take effect at once
// and are kept on the server. Shift on a head adds its column to the sort.
import { on } from "./dom";

const step = 16;
const patience = 400;
let timer = 0;

interface Pull {
  edge: HTMLElement;
  x: number;
  width: number;
}

let pull: Pull | null = null;

function heads(table: HTMLTableElement): HTMLElement[] {
  return [...table.querySelectorAll<HTMLElement>("thead th[data-col]")];
}

function colOf(head: HTMLElement, table: HTMLTableElement): HTMLElement | undefined {
  return table.querySelectorAll<HTMLElement>("col")[heads(table).indexOf(head) + 1];
}

/** Gives every column the width it has just now, and what is left over to a last one without a head. */
function freeze(table: HTMLTableElement): void {
  if (table.hasAttribute("data-sized")) return;
  const widths = heads(table).map((head) => Math.round(head.getBoundingClientRect().width));
  heads(table).forEach((head, i) => setWidth(head, table, widths[i] ?? 0));
  table.querySelector("colgroup")?.append(document.createElement("col"));
  table.toggleAttribute("data-sized", true);
}

function setWidth(head: HTMLElement, table: HTMLTableElement, width: number): void {
  const edge = head.querySelector<HTMLElement>("[data-edge]");
  const col = colOf(head, table);
  if (!edge || !col) return;
  const fit = Math.max(Number(edge.getAttribute("aria-valuemin")), Math.min(width, Number(edge.getAttribute("aria-valuemax"))));
  col.removeAttribute("class");
  col.setAttribute("width", String(fit));
  edge.setAttribute("aria-valuenow", String(fit));
}

function parts(edge: HTMLElement): { head: HTMLElement; table: HTMLTableElement } | null {
  const head = edge.closest<HTMLElement>("th");
  const table = edge.closest("table");
  return head && table ? { head, table } : null;
}

document.addEventListener("pointerdown", (event) => {
  const edge = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-edge]") : null;
  const at = edge && parts(edge);
  if (!edge || !at || event.button !== 0) return;
  event.preventDefault();
  edge.setPointerCapture(event.pointerId);
  pull = { edge, x: event.clientX, width: at.head.getBoundingClientRect().width };
});

document.addEventListener("pointermove", (event) => {
  const at = pull && parts(pull.edge);
  if (!pull || !at || event.clientX === pull.x) return;
  freeze(at.table);
  setWidth(at.head, at.table, Math.round(pull.width + event.clientX - pull.x));
});

function release(): void {
  const at = pull && parts(pull.edge);
  const moved = at?.table.hasAttribute("data-sized");
  pull = null;
  if (at && moved) keepWidths(at.table);
}

document.addEventListener("pointerup", release);
document.addEventListener("pointercancel", release);

on("keydown", "[data-edge]", (event, edge) => {
  const at = parts(edge);
  const by = { ArrowLeft: -step, ArrowRight: step }[event.key];
  if (!at || (by === undefined && event.key !== "Enter")) return;
  event.preventDefault();
  freeze(at.table);
  setWidth(at.head, at.table, by === undefined ? content(at.head, at.table) : Number(edge.getAttribute("aria-valuenow")) + by);
  keepWidths(at.table);
});

on("dblclick", "[data-edge]", (_event, edge) => {
  const at = parts(edge);
  if (!at) return;
  freeze(at.table);
  setWidth(at.head, at.table, content(at.head, at.table));
  keepWidths(at.table);
});

/** The width at which nothing of a column is cut off. */
function content(head: HTMLElement, table: HTMLTableElement): number {
  const col = colOf(head, table);
  const before = col?.getAttribute("width") ?? "";
  col?.removeAttribute("width");
  table.toggleAttribute("data-measured", true);
  const width = Math.ceil(head.getBoundingClientRect().width);
  table.toggleAttribute("data-measured", false);
  col?.setAttribute("width", before);
  return width;
}

function keepWidths(table: HTMLTableElement): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => {
    const widths = heads(table).map((head) => `${head.dataset.col ?? ""}:${head.querySelector("[data-edge]")?.getAttribute("aria-valuenow") ?? ""}`);
    keep({ widths: widths.join(",") });
  }, patience);
}

/** Keeps a part of the look; the form in the popover of columns knows of which list. */
function keep(part: Record<string, string>): void {
  const form = document.querySelector<HTMLFormElement>("form[data-look]");
  if (!form) return;
  const body = new URLSearchParams(part);
  for (const name of ["list", "query"]) body.set(name, form.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? "");
  void fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true }).catch(() => undefined);
}

// Another height of rows is seen at once; without script the form is sent.
document.addEventListener("click", (event) => {
  const choice = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("[data-look] [name=density]") : null;
  const table = document.getElementById("table");
  if (!choice || !table) return;
  event.preventDefault();
  table.dataset.density = choice.value === "-" ? "" : choice.value;
  for (const other of choice.parentElement?.children ?? []) other.setAttribute("aria-pressed", String(other === choice));
  keep({ density: choice.value });
});

// With Shift the head of a column adds it to what the list is sorted by; htmx must not see that click.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-add-sort]") : null;
  if (!link || !event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  const url = link.dataset.addSort;
  if (url) void window.htmx.ajax("GET", url, { source: link, target: "#table", swap: "outerMorph", push: "true" } as never);
}, true);
