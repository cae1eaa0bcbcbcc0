// htmx puts itself where its extensions look for it; this says so to the compiler.
import "htmx.org";
import type htmx from "htmx.org";

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}

/** What an htmx event says about the request it belongs to. */
export interface RequestDetail {
  ctx: {
    sourceElement: HTMLElement;
    target?: Element;
    text?: string;
    request: { submitter?: HTMLElement | null };
    response?: { status: number };
    hx?: Record<string, string>;
  };
  error?: unknown;
}
