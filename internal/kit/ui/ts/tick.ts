// Ticking off what is to be done, wherever it is shown: the box in a row of a list, and D for the row the cursor is on or the
// line that has the focus. What comes back asks for the next step in front of the page.
import { byId, on } from "./dom";
import { combination, listening } from "./keys";

function complete(id: string): void {
  const target = byId("next-step");
  if (target) void window.htmx.ajax("POST", `/tasks/${id}/complete`, { target, swap: "innerHTML", values: { done: "toggle" } });
}

on("click", "[data-complete]", (event, button) => {
  event.preventDefault();
  complete(button.dataset.complete ?? "");
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || combination(event) !== "KeyD" || !listening(event)) return;
  const id = focused() ?? row();
  if (!id) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  complete(id);
}, true);

/** The task of the line that has the focus. */
function focused(): string | undefined {
  return document.activeElement?.closest<HTMLElement>("li[data-task]")?.dataset.task;
}

/** The task of the row that the cursor is on. */
function row(): string | undefined {
  if (document.querySelector("dialog[open]")) return undefined;
  return document.querySelector<HTMLElement>("[data-row][data-cursor] [data-complete]")?.dataset.complete;
}
