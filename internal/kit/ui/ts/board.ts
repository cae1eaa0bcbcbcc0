// The board: cards move by dragging, by the keyboard and by the menu of the card. A card moves at once and goes back where
// it was, with the reason, when the server says no. What colleagues change comes in by itself.
import { byId, listen, on } from "./dom";
import type { Changed } from "./live";
import { partial } from "./page";
import { toast } from "./toasts";

interface Spot {
  lane: HTMLElement;
  before: Element | null;
}

const board = () => byId("board");
const lanes = () => [...(board()?.querySelectorAll<HTMLElement>(":scope > .lane") ?? [])];
const laneOf = (card: Element) => card.closest<HTMLElement>(".lane");
const listOf = (lane: HTMLElement) => lane.querySelector<HTMLElement>(":scope > ol");
const cardsOf = (lane: HTMLElement) => [...(listOf(lane)?.querySelectorAll<HTMLElement>(":scope > [data-card]") ?? [])];
const cardBy = (id: string) => byId(`card-${id}`);
const spotOf = (card: HTMLElement): Spot => ({ lane: laneOf(card) as HTMLElement, before: card.nextElementSibling });
const laneName = (lane: HTMLElement | null) => lane?.getAttribute("aria-label") ?? "";

function say(key: string, words: Record<string, string | number>): string {
  let text = board()?.getAttribute(`data-say-${key}`) ?? "";
  for (const [name, word] of Object.entries(words)) text = text.replace(`{${name}}`, String(word));
  return text;
}

function announce(key: string, words: Record<string, string | number>): void {
  const line = byId("board-says");
  if (line) line.textContent = say(key, words);
}

function put(card: HTMLElement, spot: Spot): void {
  const list = listOf(spot.lane);
  const before = spot.before?.parentElement === list ? spot.before : (list?.querySelector(":scope > .more-cards") ?? null);
  list?.insertBefore(card, before);
}

/** Sends the move of a card that stands at its new place already; from is where it was. */
async function move(card: HTMLElement, from: Spot, extra: Record<string, string> = {}): Promise<void> {
  const to = laneOf(card);
  if (!to || (to === from.lane && card.nextElementSibling === from.before && Object.keys(extra).length === 0)) return;
  const above = card.previousElementSibling as HTMLElement | null;
  const body = new URLSearchParams({
    from: from.lane.dataset.lane ?? "", to: to.dataset.lane ?? "", after: above?.dataset.card ?? "", board: board()?.dataset.board ?? "", ...extra,
  });
  card.toggleAttribute("data-busy", true);
  const answer = await fetch(`/deals/${card.dataset.card}/move`, { method: "POST", headers: partial, body }).catch(() => null);
  card.toggleAttribute("data-busy", false);
  const page = answer && answer.status !== 401 ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  const dialog = page?.querySelector<HTMLDialogElement>("#board-ask");
  if (dialog) ask(card, from, dialog);
  else if (!page || !page.querySelector("[data-problem]")) back(card, from, say("lost", {}));
  else if (answer?.ok) {
    take(page, [card.dataset.card ?? ""]);
    announce("put", { card: card.dataset.name ?? "", lane: laneName(to) });
  } else {
    back(card, from, page.querySelector<HTMLElement>("[data-problem]")?.dataset.problem ?? "");
    take(page, [card.dataset.card ?? ""]);
  }
}

function back(card: HTMLElement, from: Spot, why: string): void {
  put(card, from);
  if (why) toast(say("failed", { why }), "bad");
  announce("back", { card: card.dataset.name ?? "", lane: laneName(from.lane) });
  card.focus();
}

// Something is asked on the drop, such as why a deal was lost: leaving the question puts the card back.
function ask(card: HTMLElement, from: Spot, dialog: HTMLDialogElement): void {
  const place = byId("board-dialog");
  if (!place) return;
  place.replaceChildren(dialog);
  window.htmx.process(dialog);
  let answered = false;
  dialog.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    answered = true;
    const values = new FormData(event.currentTarget as HTMLFormElement);
    dialog.close();
    const extra: Record<string, string> = {};
    for (const name of ["lost_reason_id", "lost_reason", "expected_close_date"]) if (values.get(name)) extra[name] = String(values.get(name));
    void move(card, from, extra);
  });
  dialog.addEventListener("close", () => {
    if (!answered) back(card, from, "");
  });
  dialog.showModal();
}

/** Takes over what the server says: the heads of the columns, the strip, and the cards with these ids. */
function take(page: Document, ids: string[]): void {
  for (const head of page.querySelectorAll<HTMLElement>("header[id^=lane-]")) swapIn(byId(head.id), head);
  swapIn(document.querySelector("#board-region .strip"), page.querySelector(".strip"));
  for (const id of ids) {
    const now = page.getElementById(`card-${id}`);
    const old = cardBy(id);
    const lane = byId(`lane-${now?.closest<HTMLElement>("[data-lane]")?.dataset.lane}`);
    if (!now || !lane) old?.remove();
    else settle(lane, now, old);
  }
  tabs();
}

function swapIn(old: Element | null, now: Element | null): void {
  if (!old || !now) return;
  const folded = old.closest(".lane")?.hasAttribute("data-folded");
  old.replaceWith(now);
  if (folded) now.querySelector("[data-lane-fold]")?.setAttribute("aria-expanded", "false");
  window.htmx.process(now);
}

// Puts a card at its place among those that are shown; beyond them it comes when they do.
function settle(lane: HTMLElement, now: HTMLElement, old: HTMLElement | null): void {
  const focused = old !== null && document.activeElement === old;
  const place = Number(now.dataset.place);
  const after = cardsOf(lane).find((card) => card !== old && Number(card.dataset.place) > place);
  const more = listOf(lane)?.querySelector(":scope > .more-cards");
  if (!after && more) {
    old?.remove();
    return;
  }
  const card = document.importNode(now, true);
  old?.remove();
  put(card, { lane, before: after ?? null });
  window.htmx.process(card);
  if (focused) card.focus();
}

function tabs(): void {
  for (const tab of document.querySelectorAll<HTMLAnchorElement>("[data-lane-tab]")) {
    const count = tab.querySelector("small");
    const head = document.querySelector(`${tab.getAttribute("href")} .count`);
    if (count && head) count.textContent = head.textContent;
  }
}

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

function foldAll(): void {
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

// What others change.
let waiting = new Set<string>();
let timer = 0;

listen<Changed>("live:changed", ({ kinds }) => {
  const root = board();
  if (!root) return;
  const ids = kinds?.deal ?? [];
  for (const id of ids) waiting.add(id);
  const whole = !kinds || ids.length === 0;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void follow(whole), whole ? 400 + Math.random() * 800 : 120);
});

async function follow(whole: boolean): Promise<void> {
  const root = board();
  if (!root || dragged || lifted) {
    timer = window.setTimeout(() => void follow(whole), 600);
    return;
  }
  const ids = [...waiting];
  waiting = new Set();
  if (whole || ids.length > 50) {
    await renew();
    return;
  }
  const query = new URLSearchParams(root.dataset.board);
  for (const id of ids) query.append("card", id);
  const answer = await fetch(`/deals/board/live?${query}`, { headers: partial, cache: "no-store" }).catch(() => null);
  if (answer?.ok) take(new DOMParser().parseFromString(await answer.text(), "text/html"), ids);
}

// Everything may have changed: the whole board anew.
async function renew(): Promise<void> {
  const answer = await fetch(`/deals/board?${board()?.dataset.board ?? ""}`, { headers: partial, cache: "no-store" }).catch(() => null);
  const old = byId("board-region");
  if (!answer?.ok || !old || dragged || lifted) return;
  const now = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("board-region");
  if (!now) return;
  old.replaceWith(now);
  window.htmx.process(now);
  foldAll();
}

listen("htmx:after:swap", foldAll);
foldAll();
