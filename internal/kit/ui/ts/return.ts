// Coming back to a list finds it as it was left: as many rows, scrolled to the same place. One comes back by the browser, by
// the link above a record, or after something was done to the rows.
import { attach } from "./dom";
import { partial } from "./page";
import { rowsOf } from "./rows";

interface Place {
  search: string;
  rows: number;
  top: number;
}

const pages = 40; // so many are read again at most
const stored = () => `place ${location.pathname}`;

/** Reports whether this list was left a moment ago, for a page that belongs to it. */
export function cameBack(): boolean {
  const [entry] = performance.getEntriesByType("navigation");
  if (entry instanceof PerformanceNavigationTiming && ["back_forward", "reload"].includes(entry.type)) return true;
  if (!document.referrer.startsWith(`${location.origin}/`)) return false;
  const from = new URL(document.referrer).pathname;
  const list = location.pathname.replace(/\/bin$/, "");
  return from === list || from.startsWith(`${list}/`) || from.startsWith("/bulks/");
}

function region(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-list] #table");
}

window.addEventListener("pagehide", () => {
  const table = region();
  if (!table) return;
  const place: Place = { search: location.search, rows: rowsOf(table).length, top: table.scrollTop };
  sessionStorage.setItem(stored(), JSON.stringify(place));
});

attach<HTMLElement>("[data-list]", () => {
  const place = JSON.parse(sessionStorage.getItem(stored()) ?? "null") as Place | null;
  if (place && place.top > 0 && place.search === location.search && cameBack()) void restore(place);
});

async function restore({ rows, top }: Place): Promise<void> {
  const table = region();
  if (!table) return;
  for (let page = 0; page < pages && rowsOf(table).length < rows; page++) {
    if (!(await more(table))) break;
  }
  table.scrollTop = top;
}

/** Puts the rows of the next page in the place of the row that stands for them. */
async function more(table: HTMLElement): Promise<boolean> {
  const row = table.querySelector<HTMLElement>("tr.more");
  const url = row?.getAttribute("hx-get");
  if (!row || !url) return false;
  const answer = await fetch(url, { headers: partial }).catch(() => null);
  if (!answer?.ok || !row.isConnected) return false;
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  row.replaceWith(holder.content);
  window.htmx.process(table);
  table.dispatchEvent(new CustomEvent("htmx:after:swap", { bubbles: true, detail: {} }));
  return true;
}
