// Nothing for the first 100 ms; then the control says it is busy and a line runs along the top of the panel.
import { listen } from "./dom";
import type { RequestDetail } from "./htmx";

const patience = 100;
const waiting = new Map<HTMLElement, number>();

function start(element: HTMLElement): void {
  window.clearTimeout(waiting.get(element));
  waiting.set(element, window.setTimeout(() => show(element, true), patience));
}

function stop(element: HTMLElement): void {
  window.clearTimeout(waiting.get(element));
  waiting.delete(element);
  show(element, false);
}

function show(element: HTMLElement, on: boolean): void {
  if (on) element.setAttribute("aria-busy", "true");
  else element.removeAttribute("aria-busy");
  const line = document.querySelector<HTMLElement>(".progress-top");
  if (line) line.hidden = waiting.size === 0;
}

function control({ ctx }: RequestDetail): HTMLElement {
  return ctx.request.submitter ?? ctx.sourceElement;
}

listen<RequestDetail>("htmx:before:request", (detail) => {
  if (detail.ctx.sourceElement.matches('[hx-trigger^="every"]')) return;
  start(control(detail));
});
listen<RequestDetail>("htmx:finally:request", (detail) => stop(control(detail)));

// A plain form that is on its way must not be sent twice.
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  if (event.submitter) start(event.submitter);
});

// The way back shows a page as it was left: free it.
window.addEventListener("pageshow", () => {
  for (const element of waiting.keys()) stop(element);
  for (const form of document.querySelectorAll<HTMLElement>("form[data-sent]")) delete form.dataset.sent;
});
