// Rows of fields that can be added and removed. {n} in a row's template becomes a number that no other row has.
import { attach, on } from "./dom";

let count = Date.now();

on("click", "[data-repeat-add]", (_event, button) => {
  const root = button.closest<HTMLElement>("[data-repeat]");
  const template = root?.querySelector<HTMLTemplateElement>("[data-repeat-template]");
  const rows = root?.querySelector<HTMLElement>("[data-repeat-rows]");
  if (!root || !template || !rows) return;
  const row = document.createElement("template");
  row.innerHTML = template.innerHTML.replaceAll("{n}", String(count++));
  const added = row.content.firstElementChild;
  if (!(added instanceof HTMLElement)) return;
  rows.append(added);
  window.htmx.process(added);
  added.querySelector<HTMLElement>("input:not([type=hidden], [type=radio], [type=checkbox])")?.focus();
  limit(root);
});

on("click", "[data-repeat-remove]", (_event, button) => {
  const root = button.closest<HTMLElement>("[data-repeat]");
  const row = button.closest<HTMLElement>("[data-repeat-row]");
  if (!root || !row) return;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  limit(root);
  (next?.querySelector<HTMLElement>("input") ?? root.querySelector<HTMLElement>("[data-repeat-add]"))?.focus();
  root.dispatchEvent(new Event("change", { bubbles: true }));
});

attach<HTMLElement>("[data-repeat]", limit);

function limit(root: HTMLElement): void {
  const most = Number(root.dataset.repeat) || Infinity;
  const add = root.querySelector<HTMLButtonElement>("[data-repeat-add]");
  if (add) add.hidden = root.querySelectorAll("[data-repeat-row]").length >= most;
}
