// On touch screens a long press ticks a row; while some are ticked, a tap ticks too.
import { on } from "./dom";
import { choosing } from "./chosen";
import { tick } from "./selection";

const long = 450;
let timer = 0;
let pressed = false;

on("pointerdown", "[data-row]", (event, row) => {
  if (event.pointerType !== "touch") return;
  pressed = false;
  timer = window.setTimeout(() => {
    pressed = true;
    flip(row);
  }, long);
});
for (const type of ["pointerup", "pointercancel", "pointermove"] as const) {
  on(type, "[data-row]", () => window.clearTimeout(timer));
}

// After a long press, and while choosing, a tap must not open the record.
document.addEventListener(
  "click",
  (event) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row]") : null;
    const touch = (event as PointerEvent).pointerType === "touch";
    if (!row || !touch || (event.target as Element).matches("[data-select]")) return;
    if (!pressed && !choosing()) return;
    event.preventDefault();
    event.stopPropagation();
    if (!pressed) flip(row);
    pressed = false;
  },
  true,
);

function flip(row: HTMLElement): void {
  const box = row.querySelector<HTMLInputElement>("[data-select]");
  if (box) tick(box, !box.checked);
}
