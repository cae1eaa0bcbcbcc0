// What the page can do now: its controls that carry a key or are marked as commands, and those for the ticked rows.

/** One thing to do, with the key that does it without the palette. */
export interface Command {
  name: string;
  keys: string;
  icon: Element | null;
  run: () => void;
}

const controls = "[data-key], [data-go], [data-command], .bulk .btn";
const elsewhere = "dialog *, .toast *, [hidden], [hidden] *, :disabled, [data-command=off]";

/** The commands of the page, one for each name. */
export function available(): Command[] {
  const all = new Map<string, Command>();
  for (const control of document.querySelectorAll<HTMLElement>(controls)) {
    const name = nameOf(control);
    if (name === "" || control.matches(elsewhere) || all.has(name)) continue;
    all.set(name, { name, keys: keysOf(control), icon: (control.closest(".input") ?? control).querySelector("svg"), run: () => perform(control) });
  }
  return [...all.values()];
}

function keysOf(control: HTMLElement): string {
  const { go, key } = control.dataset;
  return go ? `KeyG+${go}` : (key ?? "");
}

function perform(control: HTMLElement): void {
  control.focus();
  if (!control.matches("input, textarea")) control.click();
}

/** What a control is called, without the key caps and counts in it. */
export function nameOf(control: HTMLElement): string {
  const words = control.cloneNode(true) as HTMLElement;
  for (const extra of words.querySelectorAll(".kbd, .keys, .badge, .visually-hidden")) extra.remove();
  return control.getAttribute("aria-label") ?? words.textContent?.trim() ?? "";
}

/** The caps of a key as data-key writes it. */
export function keyCaps(keys: string): HTMLElement {
  const caps = document.createElement("span");
  caps.className = "keys";
  for (const part of keys === "" ? [] : keys.split("+")) {
    const cap = caps.appendChild(document.createElement("kbd"));
    cap.className = "kbd";
    cap.textContent = printed(part);
  }
  return caps;
}

const signs: Record<string, string> = { Slash: "/", Period: ".", BracketLeft: "[", BracketRight: "]", Escape: "Esc", Mod: "Ctrl" };

function printed(code: string): string {
  return signs[code] ?? code.replace(/^(Key|Digit)/, "");
}
