// Toasts leave after eight seconds, wait while they are looked at, and stay when they tell of a failure.
import { attach, byId, on } from "./dom";

const lifetime = 8000;

attach<HTMLElement>("[data-toast]", (toast) => {
  if (toast.dataset.tone === "bad") return;
  let timer = 0;
  const start = () => {
    timer = window.setTimeout(() => toast.remove(), lifetime);
  };
  const stop = () => window.clearTimeout(timer);
  for (const type of ["pointerenter", "focusin"]) toast.addEventListener(type, stop);
  for (const type of ["pointerleave", "focusout"]) toast.addEventListener(type, () => (stop(), start()));
  start();
});

on("click", "[data-toast-close]", (_event, button) => button.closest("[data-toast]")?.remove());

/** Shows a toast that a script has to say; "bad" ones stay until they are closed. */
export function toast(text: string, tone: "" | "bad" = ""): void {
  const template = byId<HTMLTemplateElement>("toast-template");
  const line = template?.content.firstElementChild?.cloneNode(true);
  if (!(line instanceof HTMLElement)) return;
  line.dataset.tone = tone;
  const words = line.querySelector("[data-toast-text]");
  if (words) words.textContent = text;
  byId("toasts")?.append(line);
  window.htmx.process(line);
}
