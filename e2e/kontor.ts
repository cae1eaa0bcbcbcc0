// Package of the browser tests: a running Kontor for each test, and pages that are watched.
import { test as base, expect, type BrowserContext } from "@playwright/test";
import { type Database, Server } from "./server";
import { Watch } from "./watch";

/** What a project of the tests may choose. */
export interface Options {
  /** Which database the server of the test runs on. */
  database: Database;
  /** Settings of the server beside those it has here anyway. */
  settings: Record<string, string>;
  /** What browsers call the server: passkeys need a name. */
  host: string;
}

interface Fixtures extends Options {
  /** A fresh server, not set up yet; the test fails when it logs an error. */
  server: Server;
  /** Opens another browser, with cookies of its own, watched like the first. */
  another: () => Promise<BrowserContext>;
}

export const test = base.extend<Fixtures>({
  database: ["sqlite", { option: true }],
  settings: [{}, { option: true }],
  host: ["127.0.0.1", { option: true }],
  server: async ({ database, settings, host }, use) => {
    const server = await Server.start(database, settings, host);
    await use(server);
    await server.stop();
    expect(server.errors(), "errors in the log of the server").toEqual([]);
  },
  baseURL: async ({ server }, use) => use(server.url),
  context: async ({ context, server }, use) => {
    const watch = new Watch(server.url);
    await watch.over(context);
    await use(context);
    expect(watch.faults, "what the pages did wrong").toEqual([]);
  },
  another: async ({ browser, server, contextOptions }, use) => {
    const watch = new Watch(server.url);
    const opened: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ ...contextOptions, baseURL: server.url, viewport: { width: 1440, height: 900 }, locale: "en-GB" });
      opened.push(context);
      await watch.over(context);
      return context;
    });
    for (const context of opened) await context.close();
    expect(watch.faults, "what the pages of other browsers did wrong").toEqual([]);
  },
});

export { expect };
