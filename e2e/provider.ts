import { type ChildProcess, spawn } from "node:child_process";
import type { Page } from "@playwright/test";
import { expect } from "./kontor";

/** A company's sign-in server: a real OpenID provider on loopback that knows one person. */
export class Provider {
  /** Its address: the issuer. */
  readonly url: string;
  private readonly process: ChildProcess;

  private constructor(url: string, process: ChildProcess) {
    this.url = url;
    this.process = process;
  }

  /** Starts a provider that leads back to a workspace of the Kontor at site, and knows somebody by an address. */
  static async start(site: string, workspace: string, email: string): Promise<Provider> {
    const child = spawn("go", ["run", "./internal/devtools/provider", `${site}/login/back/${workspace}`, email], { stdio: ["pipe", "pipe", "inherit"] });
    const url = await new Promise<string>((done, fail) => {
      child.stdout.once("data", (chunk: Buffer) => done(chunk.toString().trim()));
      child.once("exit", (code) => fail(new Error(`The provider ended with ${code} before it answered.`)));
    });
    return new Provider(url, child);
  }

  /** Signs the person in on the provider's page, which is open. */
  async signIn(page: Page): Promise<void> {
    expect(page.url()).toContain(this.url);
    await page.locator("[name=username]").fill("vyara");
    await page.locator("[name=password]").fill("open sesame");
    await page.locator("[type=submit]").click();
  }

  /** Ends it: it stops when its input does. */
  stop(): void {
    this.process.stdin?.end();
  }
}
