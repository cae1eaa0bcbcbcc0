// Tabs that do not fit side by side are scrolled so that the open one is in view.
import { attach } from "./dom";

attach<HTMLElement>("[data-tabs]", (tabs) => {
  const open = tabs.querySelector<HTMLElement>("[aria-current]");
  if (!open) return;
  const spare = (tabs.clientWidth - open.offsetWidth) / 2;
  tabs.scrollLeft = open.offsetLeft - tabs.offsetLeft - spare;
});
