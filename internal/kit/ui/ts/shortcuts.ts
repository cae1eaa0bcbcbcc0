// The list of shortcuts shows the keys of this page, read from its controls.
import { keyCaps, nameOf } from "./commands";
import { listen } from "./dom";

listen("dialog:open", (_detail, event) => {
  const sheet = event.target;
  if (!(sheet instanceof HTMLElement) || sheet.id !== "shortcuts") return;
  fill(sheet.querySelector("[data-page-keys]"), "data-key");
  fill(sheet.querySelector("[data-go-keys]"), "data-go");
  for (const part of sheet.querySelectorAll<HTMLElement>("[data-when]")) {
    part.hidden = !document.querySelector(part.dataset.when ?? "");
  }
});

function fill(section: HTMLElement | null, attribute: string): void {
  const list = section?.querySelector("dl");
  if (!section || !list) return;
  const controls = document.querySelectorAll<HTMLElement>(`[${attribute}]:not(dialog *, .toast *, .sidebar [data-key])`);
  const rows = new Map([...controls].map((control) => [control.getAttribute(attribute) ?? "", nameOf(control)]));
  list.replaceChildren(...[...rows].map(([keys, name]) => row(keys, name)));
  section.hidden = rows.size === 0;
}

function row(keys: string, name: string): HTMLElement {
  const line = document.createElement("div");
  const term = line.appendChild(document.createElement("dt"));
  term.textContent = name;
  line.appendChild(document.createElement("dd")).append(keyCaps(keys));
  return line;
}
