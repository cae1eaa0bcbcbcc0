// The board: cards move by dragging, by the keyboard and by the menu of the card. A card moves at once and goes back where
// it was, with the reason, when the server says no. What colleagues change comes in by itself.
import { byId, listen } from "./dom";
import { board, take } from "./board_cards";
import { foldAll } from "./board_columns";
import { isHeld } from "./board_drag";
import type { Changed } from "./live";
import { partial } from "./main";

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
  if (!root || isHeld()) {
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
  if (!answer?.ok || !old || isHeld()) return;
  const now = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("board-region");
  if (!now) return;
  old.replaceWith(now);
  window.htmx.process(now);
  foldAll();
}

listen("htmx:after:swap", foldAll);
foldAll();
