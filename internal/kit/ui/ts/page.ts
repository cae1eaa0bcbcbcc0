// Every open page has a name of its own. What it asks for carries it, so that it is not told of its own changes.
import { listen } from "./dom";
import type { RequestDetail } from "./htmx";

/** The name of this page. */
export const page = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The headers of a request that a script makes for a part of a page. */
export const partial = { "HX-Request": "true", "X-Page": page };

interface Sending {
  ctx: RequestDetail["ctx"] & { request: { headers: Record<string, string> } };
}

listen<Sending>("htmx:config:request", ({ ctx }) => {
  ctx.request.headers["X-Page"] = page;
});
