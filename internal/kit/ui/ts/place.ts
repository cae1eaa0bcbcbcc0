// Coming back finds a region scrolled to where it was left; buttons that go back go back; the keyboard of a phone hides
// the tab bar it would push up.
import { attach, on } from "./dom";

const keyOf = (region: HTMLElement) => `scroll ${location.pathname}${location.search} ${region.ariaLabel ?? ""}`;

attach<HTMLElement>("[data-keep-scroll]", (region) => {
  const [entry] = performance.getEntriesByType("navigation");
  const returned = entry instanceof PerformanceNavigationTiming && ["back_forward", "reload"].includes(entry.type);
  if (returned) region.scrollTop = Number(sessionStorage.getItem(keyOf(region)));
});

window.addEventListener("pagehide", () => {
  for (const region of document.querySelectorAll<HTMLElement>("[data-keep-scroll]")) {
    sessionStorage.setItem(keyOf(region), String(region.scrollTop));
  }
});

on("click", "[data-back]", () => history.back());

const keyboardShare = 0.75;
visualViewport?.addEventListener("resize", () => {
  const open = (visualViewport?.height ?? innerHeight) < innerHeight * keyboardShare;
  document.documentElement.toggleAttribute("data-typing", open);
});

// The fade between two pages is only looks: one that the browser was too busy to play is no error.
window.addEventListener("unhandledrejection", (event) => {
  const { reason } = event;
  if (reason instanceof DOMException && reason.message.startsWith("Transition was")) event.preventDefault();
});
