// The parts of a record follow what others change: read again, compared, and changed in place. What is in use stays as it is
// until it is free.
import { listen } from "./dom";
import { inUse, mark, words } from "./fresh";
import type { Changed } from "./live";
import { partial } from "./page";

const parts = [".topbar h1", ".hero", ".record > .details", ".record > .middle", ".record > .related"];
const blocks = "h1, .hero .name, .hero .muted, .props dd, .tag, .mini > li, .event, .prewrap";
const calm = 250;

type Morph = (old: Element, fresh: DocumentFragment, inner: boolean) => void;

let morph: Morph | null = null;
let kept: Element[] = [];
(window.htmx as unknown as { registerExtension(name: string, extension: object): void }).registerExtension("live", {
  init: (api: { morph: Morph }) => {
    morph = api.morph;
  },
  htmx_before_morph_node: (old: Element) => !kept.includes(old),
});

let timer = 0;
let waiting = false;

function soon(): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void refresh(), calm);
}

async function refresh(): Promise<void> {
  const root = document.querySelector("[data-live-record]");
  if (!root) return;
  const address = location.href;
  const answer = await fetch(address, { headers: { "X-Page": partial["X-Page"] }, cache: "no-store" }).catch(() => null);
  if (!answer || !root.isConnected || address !== location.href) return;
  const now = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || !now.querySelector("[data-live-record]")) {
    if (answer.status < 500) gone(root);
    return;
  }
  waiting = false;
  for (const part of parts) replace(document.querySelector(part), now.querySelector(part));
}

// The record is not there any more, or no longer theirs to see.
function gone(root: Element): void {
  const notice = root.querySelector("template")?.content.firstElementChild;
  const main = root.closest("main");
  if (!notice || main?.querySelector(":scope > .callout")) return;
  main?.querySelector(".hero")?.before(notice.cloneNode(true));
}

function replace(old: Element | null, fresh: Element | null): void {
  if (!old || !fresh || !morph || words(old) === words(fresh)) return;
  const before = new Set([...old.querySelectorAll(blocks)].map(said));
  kept = inUse(old);
  const content = document.createDocumentFragment();
  content.append(...fresh.childNodes);
  morph(old, content, true);
  waiting ||= kept.length > 0;
  kept = [];
  window.htmx.process(old);
  for (const block of old.querySelectorAll<HTMLElement>(blocks)) {
    if (!before.has(said(block))) mark(block);
  }
}

/** What a block says, with the name of the field where there is one. */
function said(block: Element): string {
  return `${block.matches("dd") ? block.previousElementSibling?.textContent : ""} ${words(block)}`;
}

listen<Changed>("live:changed", ({ kinds }) => {
  if (!kinds || Object.keys(kinds).some((kind) => kind !== "inbox")) soon();
});
document.addEventListener("focusout", () => waiting && soon());
document.addEventListener("toggle", () => waiting && soon(), true);
listen("htmx:after:swap", () => waiting && soon());
