// Rows chosen in a list: boxes, ranges with Shift, everything that the list has; the bar of actions and its count. What was
// chosen stays while one pages, sorts, or looks at a record; another filter is another list and begins with nothing.
import { current, forget, holds, keep, type Chosen } from "./chosen";
import { attach, byId, listen, on } from "./dom";
import { partial } from "./page";
import { toast } from "./toasts";

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
  const now = current(root);
  if (now.all) some(root, now);
  const all = boxes(root);
  const from = range && last ? all.indexOf(last) : -1;
  const to = all.indexOf(box);
  const part = from < 0 ? [box] : all.slice(Math.min(from, to), Math.max(from, to) + 1);
  for (const each of part) put(now, each.value, checked);
  last = box;
  refresh(root);
}

function put(now: Chosen, id: string, checked: boolean): void {
  if (checked) now.ids.add(id);
  else now.ids.delete(id);
}

/** Of everything, the rows that are shown. */
function some(root: HTMLElement, now: Chosen): void {
  for (const box of boxes(root)) put(now, box.value, holds(now, box.value));
  now.all = null;
}

/** Ticks or clears all rows on the page. */
export function tickAll(root: HTMLElement, checked: boolean): void {
  const now = current(root);
  now.all = null;
  if (checked) for (const box of boxes(root)) now.ids.add(box.value);
  else now.ids.clear();
  last = null;
  refresh(root);
}

async function chooseAll(root: HTMLElement): Promise<void> {
  const now = current(root);
  const url = new URL(root.querySelector<HTMLElement>("[data-bulk]")?.dataset.matching ?? "", location.href);
  url.searchParams.set("list", now.state);
  const answer = await fetch(url, { headers: partial, cache: "no-store" }).catch(() => null);
  if (!answer?.ok) {
    toast(byId("toasts")?.dataset.failed ?? "", "bad");
    return;
  }
  const { count, at, text } = (await answer.json()) as { count: number; at: number; text: string };
  now.all = { shown: count, at, text };
  refresh(root);
}

function refresh(root: HTMLElement): void {
  const now = current(root);
  const all = boxes(root);
  for (const box of all) box.checked = holds(now, box.value);
  const shown = all.filter((box) => box.checked).length;
  const head = root.querySelector<HTMLInputElement>("[data-select-all]");
  if (head) {
    head.checked = shown > 0 && shown === all.length;
    head.indeterminate = shown > 0 && !head.checked;
    head.toggleAttribute("data-mixed", head.indeterminate);
  }
  carry(now, all);
  showBar(root, now, shown === all.length);
  keep(now);
}

/** Puts what is chosen beside the boxes that are shown into the form of the rows. */
function carry(now: Chosen, shown: HTMLInputElement[]): void {
  const form = byId<HTMLFormElement>("rows");
  if (!form) return;
  form.querySelectorAll("[data-chosen]").forEach((field) => field.remove());
  const here = new Set(shown.map((box) => box.value));
  const others = [...now.ids].filter((id) => !here.has(id));
  const fields: [string, string][] = now.all
    ? [["all", "1"], ["query", now.state], ["shown", String(now.all.shown)], ["at", String(now.all.at)]]
    : others.map((id) => ["id", id]);
  for (const [name, value] of fields) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    field.dataset.chosen = "";
    form.append(field);
  }
}

function showBar(root: HTMLElement, now: Chosen, whole: boolean): void {
  const bar = root.querySelector<HTMLElement>("[data-bulk]");
  const status = bar?.querySelector<HTMLElement>("[data-bulk-count]");
  if (!bar || !status) return;
  const count = now.all?.shown ?? now.ids.size;
  bar.hidden = count === 0 || !byId("rows");
  const words = (count === 1 ? status.dataset.one : status.dataset.many) ?? "";
  const text = now.all?.text ?? words.replace(/\d+/, String(count));
  if (status.textContent !== text) status.textContent = text;
  for (const button of bar.querySelectorAll<HTMLButtonElement>("[data-bulk-some]")) button.disabled = now.all !== null || count < 2;
  offerAll(root, bar, !now.all && (whole || now.ids.size > boxes(root).length));
}

/** Offers to choose what the pages that are not shown have as well. */
function offerAll(root: HTMLElement, bar: HTMLElement, whole: boolean): void {
  const offer = bar.querySelector<HTMLElement>("[data-bulk-matching]");
  const button = offer?.querySelector<HTMLElement>(".btn");
  if (!offer || !button) return;
  const more = root.querySelector("tr.more, #list-pager a") !== null;
  offer.hidden = !whole || !more || !bar.dataset.matching;
  const number = byId("list-count")?.textContent?.trim() ?? "";
  button.textContent = (offer.dataset.label ?? "").replace("{n}", number).trim();
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
on("click", "[data-bulk-all]", (_event, button) => {
  const root = list(button);
  if (root) void chooseAll(root);
});

// What goes out of the list with them is not chosen any more.
document.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("data-bulk-forget")) forget();
});

// Arrows move among the buttons of the bar.
on("keydown", "[data-bulk]", (event, bar) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by === undefined) return;
  const all = [...bar.querySelectorAll<HTMLButtonElement>("button")].filter((button) => button.checkVisibility() && !button.disabled);
  const to = all[(all.indexOf(document.activeElement as HTMLButtonElement) + by + all.length) % all.length];
  to?.focus();
  event.preventDefault();
  event.stopPropagation();
});

attach<HTMLElement>("[data-list]", refresh);
listen("htmx:after:swap", () => document.querySelectorAll<HTMLElement>("[data-list]").forEach(refresh));
