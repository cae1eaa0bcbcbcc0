// The cards of a board: where they are, how one moves, and what the server says of it.
import { byId } from "./dom";
import { partial, toast } from "./main";

export interface Spot {
  lane: HTMLElement;
  before: Element | null;
}

export const board = () => byId("board");
export const lanes = () => [...(board()?.querySelectorAll<HTMLElement>(":scope > .lane") ?? [])];
export const laneOf = (card: Element) => card.closest<HTMLElement>(".lane");
export const listOf = (lane: HTMLElement) => lane.querySelector<HTMLElement>(":scope > ol");
export const cardsOf = (lane: HTMLElement) => [...(listOf(lane)?.querySelectorAll<HTMLElement>(":scope > [data-card]") ?? [])];
const cardBy = (id: string) => byId(`card-${id}`);
export const spotOf = (card: HTMLElement): Spot => ({ lane: laneOf(card) as HTMLElement, before: card.nextElementSibling });
export const laneName = (lane: HTMLElement | null) => lane?.getAttribute("aria-label") ?? "";

export function say(key: string, words: Record<string, string | number>): string {
  let text = board()?.getAttribute(`data-say-${key}`) ?? "";
  for (const [name, word] of Object.entries(words)) text = text.replace(`{${name}}`, String(word));
  return text;
}

export function announce(key: string, words: Record<string, string | number>): void {
  const line = byId("board-says");
  if (line) line.textContent = say(key, words);
}

export function put(card: HTMLElement, spot: Spot): void {
  const list = listOf(spot.lane);
  const before = spot.before?.parentElement === list ? spot.before : (list?.querySelector(":scope > .more-cards") ?? null);
  list?.insertBefore(card, before);
}

/** Sends the move of a card that stands at its new place already; from is where it was. */
export async function move(card: HTMLElement, from: Spot, extra: Record<string, string> = {}): Promise<void> {
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

export function back(card: HTMLElement, from: Spot, why: string): void {
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
export function take(page: Document, ids: string[]): void {
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
