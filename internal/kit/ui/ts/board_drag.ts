// Moving the cards of a board by dragging and by the keyboard.
import { on } from "./dom";
import { announce, back, cardsOf, laneName, laneOf, lanes, listOf, move, put, type Spot, spotOf } from "./board_cards";

// Dragging.
let dragged: HTMLElement | null = null;
let began: Spot | null = null;

on("dragstart", "[data-movable]", (event, card) => {
  dragged = card;
  began = spotOf(card);
  event.dataTransfer?.setData("text/plain", card.dataset.name ?? "");
  if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
  requestAnimationFrame(() => card.toggleAttribute("data-ghost", true));
});

on("dragover", ".lane", (event, lane) => {
  if (!dragged) return;
  event.preventDefault();
  for (const other of lanes()) other.toggleAttribute("data-over", other === lane);
  const below = cardsOf(lane).find((card) => {
    const box = card.getBoundingClientRect();
    return card !== dragged && event.clientY < box.top + box.height / 2;
  });
  if (laneOf(dragged) !== lane || dragged.nextElementSibling !== (below ?? listOf(lane)?.querySelector(":scope > .more-cards") ?? null)) {
    put(dragged, { lane, before: below ?? null });
  }
});

on("drop", ".lane", (event) => {
  if (!dragged || !began) return;
  event.preventDefault();
  const [card, from] = [dragged, began];
  lower();
  void move(card, from);
});

document.addEventListener("dragend", () => {
  if (!dragged || !began) return;
  put(dragged, began); // dropped outside, or given up
  lower();
});

function lower(): void {
  dragged?.removeAttribute("data-ghost");
  for (const lane of lanes()) lane.removeAttribute("data-over");
  dragged = null;
  began = null;
}

// The keyboard: arrows go from card to card; Space lifts one, then they move it, Space puts it down, Escape puts it back.
let lifted: { card: HTMLElement; from: Spot } | null = null;

document.addEventListener("keydown", (event) => {
  const card = event.target instanceof HTMLElement && event.target.matches("[data-card]") ? event.target : null;
  if (!card || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.code === "Space") press(card);
  else if (event.code === "Escape" && lifted) drop(false);
  else if (event.code === "Enter" && lifted) drop(true);
  else if (event.code === "Enter") card.querySelector<HTMLAnchorElement>("a[href]")?.click();
  else if (event.code.startsWith("Arrow")) step(card, event.code);
  else return;
  event.preventDefault();
});

function press(card: HTMLElement): void {
  if (lifted) drop(true);
  else if (card.matches("[data-movable]")) {
    lifted = { card, from: spotOf(card) };
    card.toggleAttribute("data-lifted", true);
    announce("lifted", { card: card.dataset.name ?? "" });
  }
}

function drop(keep: boolean): void {
  if (!lifted) return;
  const { card, from } = lifted;
  lifted = null;
  card.removeAttribute("data-lifted");
  if (keep) void move(card, from);
  else back(card, from, "");
}

on("focusout", "[data-lifted]", (event, card) => {
  if (lifted?.card === card && event.relatedTarget) drop(false);
});

function step(card: HTMLElement, code: string): void {
  const lane = laneOf(card);
  if (!lane) return;
  const all = lanes().filter((each) => !each.hasAttribute("data-folded"));
  const side = code === "ArrowRight" ? 1 : code === "ArrowLeft" ? -1 : 0;
  const cards = cardsOf(lane);
  const at = cards.indexOf(card);
  const target = side ? all[all.indexOf(lane) + side] : lane;
  if (!target) return;
  if (!lifted) {
    const to = side ? cardsOf(target)[Math.min(at, cardsOf(target).length - 1)] : cards[at + (code === "ArrowDown" ? 1 : -1)];
    to?.focus();
    to?.scrollIntoView({ block: "nearest", inline: "nearest" });
    return;
  }
  if (side) put(card, { lane: target, before: cardsOf(target)[at] ?? null });
  else if (code === "ArrowDown" && cards[at + 1]) put(card, { lane, before: cards[at + 2] ?? null });
  else if (code === "ArrowUp" && cards[at - 1]) put(card, { lane, before: cards[at - 1] ?? null });
  const now = cardsOf(target);
  card.focus();
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  announce("over", { card: card.dataset.name ?? "", lane: laneName(target), n: now.indexOf(card) + 1, of: now.length });
}

/** Tells whether somebody holds a card now: nothing may move under their hand. */
export function isHeld(): boolean {
  return dragged !== null || lifted !== null;
}
