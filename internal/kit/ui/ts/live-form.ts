// A form that is open while somebody else changes its record says who changed what. It never touches a field: saving leads
// to both values side by side.
import { listen } from "./dom";
import type { Changed } from "./live";
import { partial } from "./page";

listen<Changed>("live:changed", () => {
  const place = document.querySelector<HTMLElement>("[data-live-form]");
  if (place) void ask(place);
});

async function ask(place: HTMLElement): Promise<void> {
  const form = place.closest("form");
  if (!form) return;
  const read = (name: string) => form.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value ?? "";
  const query = new URLSearchParams({ version: read("version"), updated_at: read("updated_at") });
  const answer = await fetch(`${place.dataset.liveForm}?${query}`, { headers: partial, cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  const html = await answer.text();
  if (place.innerHTML === html) return;
  place.innerHTML = html;
  window.htmx.process(place);
}
