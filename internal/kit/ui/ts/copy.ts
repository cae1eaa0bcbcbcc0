// Copies a text and says so.
import { on } from "./dom";
import { toast } from "./toasts";

on("click", "[data-copy]", (_event, button) => {
  void navigator.clipboard.writeText(button.dataset.copy ?? "").then(() => toast(button.dataset.copied ?? ""));
});
