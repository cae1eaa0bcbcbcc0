// An open list follows what others change: a row that is shown is changed in its place; rows that came or went are counted
// and shown when the reader says so, never under their hands.
import { byId, listen, on } from "./dom";
import { inUse } from "./fresh";
import type { Changed } from "./live";
import { partial } from "./page";
import { arrange, fill, idOf, lose, rowsOf } from "./rows";

const most = 100; // records an address can name
const calm = { one: 250, many: 1000, later: 4000 };

const changed = new Set<string>();
let all = false; // too many changed to be named
let came = new Set<string>();
let cameBy = 0; // how many came where they are not named
let timer = 0;
let busy = false;

function region(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-live-list]");
}

function pill(of: HTMLElement): HTMLElement | null {
  return of.querySelector<HTMLElement>("[data-live-pill]");
}

listen<Changed>("live:changed", ({ kinds }) => {
  const list = region();
  if (!list) return;
  const own = new URLSearchParams(list.dataset.live).get("list") ?? "";
  for (const [kind, ids] of Object.entries(kinds ?? { [own]: [] })) {
    if (kind !== own || ids.length === 0) all = true;
    else for (const id of ids) changed.add(id);
  }
  // Everybody's list asks at once after a great change: not all in the same moment.
  soon(all ? calm.many * (1 + Math.random()) : calm.one);
});

function soon(after: number): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void follow(), after);
}

async function follow(): Promise<void> {
  const list = region();
  if (!list || busy) return;
  if (pill(list)?.firstElementChild?.matches("[hidden]")) forget();
  const shown = rowsOf(list);
  const ask = all || changed.size + came.size > most ? "all" : "";
  const rows = shown.filter((row) => ask || changed.has(idOf(row))).slice(0, 2 * most);
  const others = [...changed, ...came].filter((id) => !shown.some((row) => idOf(row) === id));
  peeked([...changed], all);
  changed.clear();
  all = false;
  const answer = await get(list, { row: rows.map(idOf), new: ask ? [ask] : others, shown: [String(shown.length)], until: [until(list)] });
  if (!answer || region() !== list) return;
  let later = false;
  for (const row of rows) {
    const now = answer.querySelector<HTMLElement>(`[data-row="${idOf(row)}"]`);
    if (!now) lose(row, pill(list)?.dataset.gone ?? "");
    else if (inUse(row).length > 0) (changed.add(idOf(row)), (later = true));
    else fill(row, now);
  }
  count(list, answer, ask !== "");
  if (later) soon(calm.later);
}

async function get(list: HTMLElement, query: Record<string, string[]>): Promise<Document | null> {
  const url = new URL(list.dataset.liveList ?? "", location.href);
  for (const [name, values] of Object.entries(query)) {
    for (const value of values) if (value) url.searchParams.append(name, value);
  }
  busy = true;
  const answer = await fetch(url, { headers: partial, cache: "no-store" }).catch(() => null);
  busy = false;
  if (changed.size > 0 || all) soon(calm.one);
  return answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

/** The cursor of the next page: what comes after it is not looked at. */
function until(list: HTMLElement): string {
  const more = list.querySelector("tr.more")?.getAttribute("hx-get") ?? "";
  return new URL(more, location.href).searchParams.get("cursor") ?? "";
}

function count(list: HTMLElement, answer: Document, unnamed: boolean): void {
  const data = answer.querySelector<HTMLElement>("[data-came]")?.dataset;
  const named = (data?.came ?? "").split(" ").filter(Boolean);
  came = new Set(named);
  cameBy = unnamed ? Math.max(0, Number(data?.ahead) - rowsOf(list).filter((row) => !row.matches("[data-gone]")).length) : 0;
  show(list);
}

function show(list: HTMLElement): void {
  const place = pill(list);
  const line = place?.firstElementChild as HTMLElement | null;
  const text = line?.querySelector<HTMLElement>("[data-live-changes]");
  if (!place || !line || !text) return;
  const number = came.size + cameBy + list.querySelectorAll("[data-gone][data-row]").length;
  line.hidden = number === 0;
  text.textContent = ((number === 1 ? place.dataset.one : place.dataset.many) ?? "").replace(/\d+/, String(number));
}

function forget(): void {
  came.clear();
  cameBy = 0;
}

on("click", "[data-live-show]", () => {
  const list = region();
  if (list) void reveal(list);
});

// Shows the list as it is now, as far as it was shown before.
async function reveal(list: HTMLElement): Promise<void> {
  const shown = rowsOf(list).length;
  const answer = shown > 0 ? await get(list, { show: [String(Math.min(2 * most, shown + came.size + cameBy))] }) : null;
  const body = list.querySelector("tbody");
  const now = answer?.querySelector("tbody");
  forget();
  if (!body || !now || rowsOf(now).length === 0) {
    await window.htmx.ajax("GET", location.href, { target: list, swap: "outerMorph" } as never);
    return;
  }
  arrange(body, now);
  show(list);
  await again("list-total", list.dataset.liveCount);
  await again("list-totals", list.dataset.liveTotals);
}

async function again(id: string, url: string | undefined): Promise<void> {
  const target = byId(id);
  if (target && url) await window.htmx.ajax("GET", url, { target, swap: "outerHTML" } as never);
}

// A look at a record beside the list follows as well, unless it is in use.
function peeked(ids: string[], any: boolean): void {
  const look = document.querySelector<HTMLElement>("[data-peek]");
  const href = look?.dataset.peek ?? "";
  if (!look || !(any || ids.some((id) => href.endsWith(id))) || inUse(look).length > 0) return;
  void window.htmx.ajax("GET", `${href}/peek`, { target: look, swap: "outerMorph" } as never);
}
