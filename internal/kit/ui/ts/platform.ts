// Key caps show the modifier key this keyboard really has.
import { attach } from "./dom";

const apple = /Mac|iPhone|iPad/.test(navigator.platform);

if (!apple) {
  attach<HTMLElement>('.kbd:has(use[href$="#command"])', (cap) => {
    cap.textContent = "Ctrl";
  });
}
