// Small helps for fields: show a password, grow with the text, send on change, go to the first error.
import { attach, byId, on } from "./dom";

on("click", "[data-reveal]", (_event, button) => {
  const input = byId<HTMLInputElement>(button.dataset.reveal);
  if (!input) return;
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
});

if (!CSS.supports("field-sizing", "content")) {
  attach<HTMLTextAreaElement>("textarea[data-autosize]", (area) => {
    const grow = () => {
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight}px`;
    };
    area.addEventListener("input", grow);
    grow();
  });
}

on("change", "[data-submit-on-change]", (_event, control) => {
  (control as HTMLInputElement).form?.requestSubmit();
});

attach<HTMLElement>("[data-error-summary]", (summary) => {
  const form = summary.closest("form") ?? document;
  (form.querySelector<HTMLElement>('[aria-invalid="true"]') ?? summary).focus();
});
