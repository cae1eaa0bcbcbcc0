// The number of unread notifications in the menu follows the inbox.
import { listen } from "./dom";
import type { Changed } from "./live";
import { partial } from "./page";

async function count(): Promise<void> {
  const answer = await fetch("/inbox/count", { headers: { ...partial }, cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  show(Number(await answer.text()));
}

function show(n: number): void {
  for (const link of document.querySelectorAll<HTMLElement>('.nav-item[href="/inbox"]')) {
    let badge = link.querySelector<HTMLElement>(".badge");
    if (n === 0) {
      badge?.remove();
      continue;
    }
    if (!badge) {
      badge = document.createElement("span");
      badge.className = "badge";
      badge.dataset.count = "";
      link.append(badge);
    }
    badge.textContent = String(n);
  }
}

listen<Changed>("live:changed", ({ kinds }) => {
  const me = document.querySelector<HTMLElement>("[data-inbox]")?.dataset.inbox;
  const changed = kinds?.inbox;
  if (me && (!kinds || (changed && (changed.length === 0 || changed.includes(me))))) void count();
});
