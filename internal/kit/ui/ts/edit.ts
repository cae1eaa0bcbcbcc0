// A value that became a field: the text is selected, Escape brings the value back, leaving a changed field saves it.
import { attach, on } from "./dom";

attach<HTMLFormElement>("form[data-edit]", (form) => {
  const field = form.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea");
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
});

on("keydown", "form[data-edit]", (event, form) => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  form.querySelector<HTMLElement>("[data-cancel]")?.click();
});

on("focusout", "form[data-edit]", (event, form) => {
  if (!(form instanceof HTMLFormElement) || form.contains(event.relatedTarget as Node | null) || !form.isConnected) return;
  if (document.querySelector(":popover-open")) return;
  const field = form.querySelector<HTMLInputElement>("input:not([type=hidden]), textarea");
  if (field && field.value !== field.defaultValue) form.requestSubmit();
});
