import type { BrowserContext, ConsoleMessage, Page, Request, Response } from "@playwright/test";

// Chromium reports every answer of 4xx as an error; pages answer so on purpose. What must not fail is told by broken().
const answered = /^Failed to load resource: the server responded with a status of 4\d\d/;

/** Collects everything a page must never do: errors of scripts, broken files, refused content, talk to other hosts. */
export class Watch {
  readonly faults: string[] = [];
  private readonly host: string;

  constructor(url: string) {
    this.host = new URL(url).host;
  }

  /** Watches all pages of a context, also those that open later. */
  async over(context: BrowserContext): Promise<void> {
    context.on("page", (page) => this.page(page));
    context.on("request", (request) => this.request(request));
    context.on("response", (response) => this.response(response));
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
      });
    });
  }

  private page(page: Page): void {
    page.on("console", (message) => this.console(page, message));
    page.on("pageerror", (error) => this.faults.push(`${page.url()}: ${error.stack ?? error.message}`));
  }

  private console(page: Page, message: ConsoleMessage): void {
    if (message.type() !== "error" || answered.test(message.text())) return;
    this.faults.push(`${page.url()}: ${message.text()}`);
  }

  private request(request: Request): void {
    const url = new URL(request.url());
    if (["http:", "https:", "ws:", "wss:"].includes(url.protocol) && url.host !== this.host) {
      this.faults.push(`${request.frame().url()} asked another host: ${request.url()}`);
    }
  }

  private response(response: Response): void {
    const status = response.status();
    if (status >= 500 || (status >= 400 && isFile(response.request()))) {
      this.faults.push(`${response.request().method()} ${response.url()} answered ${status}`);
    }
  }
}

function isFile(request: Request): boolean {
  return ["stylesheet", "script", "image", "font", "manifest"].includes(request.resourceType());
}
