// The command palette: recent records before typing, results while typing, arrows and Enter.
import { byId, listen, on } from "./dom";

function query(): HTMLInputElement | null {
  return byId<HTMLInputElement>("palette-query");
}

function hits(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('#palette-results [role="option"]')];
}

function mark(hit: HTMLElement | undefined): void {
  for (const each of hits()) each.setAttribute("aria-selected", String(each === hit));
  if (hit) query()?.setAttribute("aria-activedescendant", hit.id);
  else query()?.removeAttribute("aria-activedescendant");
  hit?.scrollIntoView({ block: "nearest" });
}

listen("dialog:open", (_detail, event) => {
  const input = query();
  if (!input || !(event.target instanceof HTMLElement) || event.target.id !== "palette") return;
  input.focus();
  input.select();
  input.dispatchEvent(new CustomEvent("palette:open"));
});

listen("htmx:after:swap", (_detail, event) => {
  if (event.target === query()) mark(hits()[0]);
});

on("keydown", "#palette-query", (event) => {
  const all = hits();
  const at = all.findIndex((hit) => hit.ariaSelected === "true");
  if (event.key === "ArrowDown") mark(all[(at + 1) % all.length]);
  else if (event.key === "ArrowUp") mark(all.at(at - 1));
  else if (event.key === "Enter" && all[at]) all[at].click();
  else return;
  event.preventDefault();
});

on("pointermove", '#palette-results [role="option"]', (_event, hit) => mark(hit));
