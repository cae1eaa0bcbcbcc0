// Shortcuts. A control carries its key in data-key, a link its letter after G in data-go, as physical keys (event.code),
// so they work in every layout. Single keys are off while typing, and everywhere when the person switched them off.
import { scope, typing } from "./dom";

const sequence = 1200;
const never = -Infinity; // 0 is when the page began to load: a key soon after it would count as after G
let going = never;

/** The name of a pressed key as data-key writes it: "KeyC", "Shift+KeyF", "Mod+Enter". */
export function combination(event: KeyboardEvent): string {
  const code = event.key === "?" ? "Shift+Slash" : `${event.shiftKey ? "Shift+" : ""}${event.code}`;
  return `${event.ctrlKey || event.metaKey ? "Mod+" : ""}${event.altKey ? "Alt+" : ""}${code}`;
}

/** Reports whether single keys do something here and now. */
export function listening(event: KeyboardEvent): boolean {
  return !typing(event.target) && !document.body.hasAttribute("data-no-keys");
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const keys = combination(event);
  if (keys === "Mod+Enter" && submitAround(event.target)) {
    event.preventDefault();
    return;
  }
  if (!keys.startsWith("Mod+") && !listening(event)) return;
  if (keys === "KeyG") {
    going = event.timeStamp;
    return;
  }
  const after = event.timeStamp - going < sequence;
  going = never;
  const control = (after && find("data-go", keys)) || find("data-key", keys);
  if (!control) return;
  event.preventDefault();
  press(control);
});

function find(attribute: string, keys: string): HTMLElement | undefined {
  const found = [...scope().querySelectorAll<HTMLElement>(`[${attribute}="${keys}"]`)].filter(usable);
  return keys === "KeyZ" ? found.at(-1) : found[0];
}

// A line of a closed menu and a link of the folded sidebar still answer to their keys; what is switched off does not.
function usable(control: HTMLElement): boolean {
  return !control.matches(":disabled, [hidden], [hidden] *") && !control.closest("dialog:not([open])");
}

function press(control: HTMLElement): void {
  if (!typing(control)) {
    control.click();
    return;
  }
  control.focus();
  if (control instanceof HTMLInputElement) control.select();
}

function submitAround(target: EventTarget | null): boolean {
  const form = target instanceof HTMLElement && typing(target) ? target.closest("form") : null;
  form?.requestSubmit();
  return form !== null;
}
