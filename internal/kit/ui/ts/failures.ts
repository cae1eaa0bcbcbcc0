// An answer that is no page part is not swapped in: it says what it has to say in a toast.
import { byId, listen } from "./dom";
import type { RequestDetail } from "./htmx";
import { toast } from "./toasts";

const formAnswer = 422;
const signedOut = 401;

listen<RequestDetail>("htmx:response:error", ({ ctx }) => {
  const status = ctx.response?.status ?? 0;
  if (status === formAnswer || ctx.hx?.redirect || ctx.sourceElement.hasAttribute(`hx-status:${status}`)) return;
  if (status === signedOut) {
    location.reload();
    return;
  }
  toast(headline(ctx.text) || said("failed"), "bad");
});

listen<RequestDetail>("htmx:error", ({ ctx, error }) => {
  if (ctx && error instanceof TypeError) toast(said("offline"), "bad");
});

/** The first title of an error page, which is written to be read by people. */
function headline(html = ""): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.querySelector("h1")?.textContent?.trim() ?? "";
}

function said(what: "failed" | "offline"): string {
  return byId("toasts")?.dataset[what] ?? "";
}
