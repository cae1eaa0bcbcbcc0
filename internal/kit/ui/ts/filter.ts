// A form that a filter's menu or panel shows takes the focus, so that one goes on without the mouse; once it is applied,
// the menu closes, unless it shows the whole filter.
import { attach, listen } from "./dom";
import type { RequestDetail } from "./htmx";
import { closeAround } from "./popover";

attach<HTMLElement>("[data-filter-form]", (form) => {
  if (!form.closest(":popover-open")) return;
  const first = form.querySelector<HTMLElement>("select, input:not([type=hidden])") ?? form.querySelector<HTMLElement>("a");
  first?.focus();
});

listen<RequestDetail>("htmx:after:request", ({ ctx }) => {
  const form = ctx.sourceElement;
  if (form.matches("form[data-filter-form]") && !form.querySelector("[name=open]") && ctx.response?.status === 200) closeAround(form);
});
