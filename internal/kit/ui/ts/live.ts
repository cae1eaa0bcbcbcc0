// One stream for the page that is looked at tells what others change. A page out of sight closes its stream: browsers have
// six connections for a host, and coming back it is told what it missed. Others listen to "live:changed", "live:here".
import { byId, listen } from "./dom";
import { readEvents, type StreamEvent } from "./events";
import { page, partial } from "./page";
import { toast } from "./toasts";

/** What was changed: ids by kind. No ids: too many to name. No kinds: anything may have been. */
export interface Changed {
  kinds?: Record<string, string[]>;
}

const patience = { hidden: 3000, silence: 60_000, first: 500, longest: 30_000 };

let stream: AbortController | null = null;
let watched = "";
let since = "";
let failures = 0;
let again = 0;
let hiding = 0;

/** What the page shows, as its marked elements say it. */
function shown(): string {
  return [...document.querySelectorAll<HTMLElement>("[data-live]")].map((mark) => mark.dataset.live).join("&");
}

function open(): void {
  const query = shown();
  if (document.hidden || !query || (stream && query === watched)) return;
  close();
  since ||= document.querySelector<HTMLElement>("[data-live]")?.dataset.liveSince ?? "";
  watched = query;
  stream = new AbortController();
  void follow(stream, `/live?${query}&page=${page}&since=${encodeURIComponent(since)}`);
}

function close(): void {
  window.clearTimeout(again);
  stream?.abort();
  stream = null;
}

async function follow(own: AbortController, url: string): Promise<void> {
  try {
    const answer = await fetch(url, { headers: { ...partial, Accept: "text/event-stream" }, cache: "no-store", signal: own.signal });
    if (!answer.ok || !answer.body) {
      refused(answer.status);
      return;
    }
    await readEvents(answer.body, (event) => own === stream && take(event));
  } catch {
    // The line is gone, or was cut on purpose.
  }
  if (own !== stream) return;
  stream = null;
  later();
}

// Each time a little later, and not all pages at once.
function later(): void {
  const pause = Math.min(patience.first * 2 ** failures++, patience.longest);
  window.clearTimeout(again);
  again = window.setTimeout(open, pause * (0.5 + Math.random()));
}

function refused(status: number): void {
  stream = null;
  if (status === 401) toast(byId("toasts")?.dataset.signedOut ?? "", "bad");
  else if (status >= 500 || status === 429) later();
}

let silence = 0;

function take(event: StreamEvent): void {
  window.clearTimeout(silence);
  const own = stream;
  silence = window.setTimeout(() => own?.abort(), patience.silence);
  if (event.id) since = event.id;
  if (event.name !== "end") failures = 0;
  if (event.name === "changed") tell("live:changed", { kinds: JSON.parse(event.data) } satisfies Changed);
  else if (event.name === "missed") tell("live:changed", {} satisfies Changed);
  else if (event.name === "here") tell("live:here", event.data);
}

function tell(name: string, detail: unknown): void {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

document.addEventListener("visibilitychange", () => {
  window.clearTimeout(hiding);
  if (document.hidden) hiding = window.setTimeout(close, patience.hidden);
  else open();
});
window.addEventListener("pagehide", close);
window.addEventListener("pageshow", (event) => event.persisted && open());
window.addEventListener("online", () => ((failures = 0), open()));
listen("htmx:after:swap", open);
open();
