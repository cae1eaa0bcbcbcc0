// The menu of a card, columns that fold, and new cards in two fields.
import { byId, on } from "./dom";
import { board, cardsOf, laneOf, lanes, move, put, say, spotOf, take } from "./board_cards";
import { partial } from "./main";

// The menu of a card.
let chosen: HTMLElement | null = null;

on("click", "[data-card-move]", (_event, button) => {
  chosen = button.closest<HTMLElement>("[data-card]");
});

on("click", "[data-move-to]", (_event, item) => {
  const lane = byId(`lane-${item.dataset.moveTo}`);
  byId("board-move")?.hidePopover();
  if (!chosen || !lane || laneOf(chosen) === lane) return;
  const from = spotOf(chosen);
  put(chosen, { lane, before: cardsOf(lane)[0] ?? null });
  void move(chosen, from);
});

// Columns fold to their names, and stay so.
const foldedKey = "kontor board folded";
const folded = () => new Set((localStorage.getItem(foldedKey) ?? "").split(" ").filter(Boolean));

function fold(lane: HTMLElement, on: boolean): void {
  lane.toggleAttribute("data-folded", on);
  lane.querySelector("[data-lane-fold]")?.setAttribute("aria-expanded", String(!on));
}

export function foldAll(): void {
  const all = folded();
  for (const lane of lanes()) fold(lane, all.has(lane.dataset.lane ?? ""));
}

on("click", "[data-lane-fold]", (_event, button) => {
  const lane = laneOf(button);
  if (!lane) return;
  const all = folded();
  const id = lane.dataset.lane ?? "";
  if (!all.delete(id)) all.add(id);
  localStorage.setItem(foldedKey, [...all].join(" "));
  fold(lane, all.has(id));
});

// A deal in two fields.
on("click", "[data-quick-open]", (event, link) => {
  const form = laneOf(link)?.querySelector<HTMLFormElement>("[data-quick]");
  if (!form) return;
  event.preventDefault();
  form.hidden = !form.hidden;
  form.querySelector<HTMLInputElement>("input[name=name]")?.focus();
});

on("click", "[data-quick-close]", (_event, button) => close(button.closest("form")));

on("keydown", "[data-quick]", (event, form) => {
  if (event.key === "Escape") close(form as HTMLFormElement);
});

function close(form: HTMLFormElement | null): void {
  if (!form) return;
  form.hidden = true;
  laneOf(form)?.querySelector<HTMLElement>("[data-quick-open]")?.focus();
}

on("submit", "[data-quick]", (event, element) => {
  event.preventDefault();
  void add(element as HTMLFormElement);
});

async function add(form: HTMLFormElement): Promise<void> {
  const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  body.set("board", board()?.dataset.board ?? "");
  const answer = await fetch("/deals/quick", { method: "POST", headers: partial, body }).catch(() => null);
  const page = answer ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  const line = form.querySelector<HTMLElement>("[data-quick-error]");
  if (!page || !answer?.ok) {
    if (line) line.textContent = page?.querySelector<HTMLElement>("[data-problem]")?.dataset.problem ?? say("lost", {});
    return;
  }
  if (line) line.textContent = "";
  take(page, [...page.querySelectorAll<HTMLElement>("[data-card]")].map((card) => card.dataset.card ?? ""));
  form.reset();
  form.querySelector<HTMLInputElement>("input[name=name]")?.focus();
}
