// A place to drop a file says which one it got.
import { on } from "./dom";

on("change", "[data-drop] input", (_event, element) => {
  const input = element as HTMLInputElement;
  const text = input.closest("[data-drop]")?.querySelector("[data-drop-text]");
  if (text && input.files?.length && !input.form?.matches("[data-upload]")) text.textContent = [...input.files].map((file) => file.name).join(", ");
});
for (const [type, over] of [["dragover", true], ["dragleave", false], ["drop", false]] as const) {
  on(type, "[data-drop]", (_event, area) => area.toggleAttribute("data-over", over));
}
