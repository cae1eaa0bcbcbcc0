// Menus: arrow keys move, first letters find, a choice closes.
import { on } from "./dom";
import { closeAround } from "./popover";

const forget = 600;
let typed = "";
let timer = 0;

function lines(menu: Element): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>("a, button:not(:disabled)")].filter((line) => line.checkVisibility());
}

document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!(menu instanceof HTMLElement) || !menu.matches("[data-menu]:popover-open")) return;
    lines(menu)[0]?.focus();
  },
  true,
);

on("keydown", "[data-menu]", (event, menu) => {
  const all = lines(menu);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = step(event.key, at, all);
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
});

function step(key: string, at: number, all: HTMLElement[]): HTMLElement | undefined {
  switch (key) {
    case "ArrowDown":
      return all[(at + 1) % all.length];
    case "ArrowUp":
      return all.at(at - 1);
    case "Home":
      return all[0];
    case "End":
      return all.at(-1);
    default:
      return key.length === 1 && key !== " " ? startingWith(key, at, all) : undefined;
  }
}

function startingWith(key: string, at: number, all: HTMLElement[]): HTMLElement | undefined {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => (typed = ""), forget);
  typed += key.toLowerCase();
  const from = typed.length === 1 ? at + 1 : at;
  const order = [...all.slice(from), ...all.slice(0, from)];
  return order.find((line) => line.textContent?.trim().toLowerCase().startsWith(typed));
}

on("click", "[data-menu] :is(a, button)", (_event, line) => closeAround(line));
