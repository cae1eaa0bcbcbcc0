// Nothing for the first 100 ms; then the control says it is busy and a line runs along the top of the panel.
import { listen } from "./dom";
import type { RequestDetail } from "./htmx";

type Context = RequestDetail["ctx"];

const patience = 100;

interface Wait {
  control: HTMLElement;
  timer: number;
}

// By what is waited for: a request of htmx, or a form that was sent. A control may wait for several at once.
const waiting = new Map<object, Wait>();

function start(reason: object, control: HTMLElement): void {
  waiting.set(reason, { control, timer: window.setTimeout(() => show(control), patience) });
}

function show(control: HTMLElement): void {
  control.setAttribute("aria-busy", "true");
  line(true);
}

function stop(reason: object): void {
  const wait = waiting.get(reason);
  if (!wait) return;
  window.clearTimeout(wait.timer);
  waiting.delete(reason);
  if (![...waiting.values()].some((other) => other.control === wait.control)) wait.control.removeAttribute("aria-busy");
  if (waiting.size === 0) line(false);
}

function line(on: boolean): void {
  const top = document.querySelector<HTMLElement>(".progress-top");
  if (top) top.hidden = !on;
}

listen<RequestDetail>("htmx:before:request", ({ ctx }) => {
  if (ctx.sourceElement.matches('[hx-trigger^="every"]')) return;
  start(ctx, ctx.request.submitter ?? ctx.sourceElement);
});
listen<RequestDetail>("htmx:finally:request", ({ ctx }) => stop(ctx));

// What is on its way must not be sent twice: htmx would send it again after the answer.
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (form.method !== "post" || ![...waiting.keys()].some((reason) => (reason as Partial<Context>).sourceElement === form)) return;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.method === "dialog" || bringsFile(event.submitter)) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  if (event.submitter) start(form, event.submitter);
});

// A file comes, and the page stays: the form can be sent again.
function bringsFile(submitter: HTMLElement | null): boolean {
  return submitter?.getAttribute("formaction")?.includes("/export") ?? false;
}

// The way back shows a page as it was left: free it.
window.addEventListener("pageshow", () => {
  for (const reason of waiting.keys()) stop(reason);
  for (const form of document.querySelectorAll<HTMLElement>("form[data-sent]")) delete form.dataset.sent;
});
