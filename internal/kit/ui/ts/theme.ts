// The theme of this browser, kept for a year in a cookie so that the server can write it into the first byte.
import { attach, on } from "./dom";

const year = 31536000;

on("click", "[data-theme-set]", (_event, button) => {
  const theme = button.dataset.themeSet ?? "system";
  const [name, secure] = location.protocol === "https:" ? ["__Host-theme", "; secure"] : ["theme", ""];
  document.cookie = `${name}=${theme}; path=/; max-age=${year}; samesite=lax${secure}`;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  mark();
});

attach("[data-theme-set]", mark);

function mark(): void {
  const theme = document.documentElement.dataset.theme ?? "system";
  for (const button of document.querySelectorAll<HTMLElement>("[data-theme-set]")) {
    if (button.dataset.themeSet === theme) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}
