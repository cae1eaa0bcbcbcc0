// Where the parts of a record do not fit side by side, its tabs choose the one to see.
import { on } from "./dom";

on("click", "[data-record-tabs] [data-drawer]", (event, tab) => {
  const record = document.querySelector<HTMLElement>(".record");
  if (!record) return;
  event.preventDefault();
  record.dataset.phone = tab.dataset.drawer ?? "middle";
  for (const each of tab.parentElement?.querySelectorAll("[data-drawer]") ?? []) {
    if (each === tab) each.setAttribute("aria-current", "page");
    else each.removeAttribute("aria-current");
  }
});
