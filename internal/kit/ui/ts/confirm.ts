// What is typed to confirm must match before the button works.
import { attach, byId } from "./dom";

attach<HTMLButtonElement>("[data-needs]", (button) => {
  const input = byId<HTMLInputElement>(button.dataset.needs);
  if (!input) return;
  const check = () => (button.disabled = input.value.trim() !== input.dataset.expect);
  input.addEventListener("input", check);
  check();
});
