// The list of shortcuts shows the keys of this page, read from its controls.
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

function nameOf(control: HTMLElement): string {
  const words = control.cloneNode(true) as HTMLElement;
  for (const extra of words.querySelectorAll(".kbd, .keys, .badge, .visually-hidden")) extra.remove();
  return control.getAttribute("aria-label") ?? words.textContent?.trim() ?? "";
}

function row(keys: string, name: string): HTMLElement {
  const line = document.createElement("div");
  const term = line.appendChild(document.createElement("dt"));
  term.textContent = name;
  const caps = document.createElement("span");
  caps.className = "keys";
  for (const part of keys.split("+")) {
    const cap = caps.appendChild(document.createElement("kbd"));
    cap.className = "kbd";
    cap.textContent = printed(part);
  }
  line.appendChild(document.createElement("dd")).append(caps);
  return line;
}

const signs: Record<string, string> = { Slash: "/", Period: ".", BracketLeft: "[", BracketRight: "]", Escape: "Esc", Mod: "Ctrl" };

function printed(code: string): string {
  return signs[code] ?? code.replace(/^(Key|Digit)/, "");
}
