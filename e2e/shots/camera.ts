import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";

const folder = resolve(__dirname, "../../build/shots");

// The suffix of a picture tells its size; the size of the desk has none.
const sizes = { "": { width: 1440, height: 900 }, "-1024": { width: 1024, height: 768 }, "-phone": { width: 390, height: 844 } };

export type Language = "en" | "bg";

/** Takes pictures of a page at every size, light and dark. */
export class Camera {
  private readonly page: Page;
  private readonly language: Language;

  constructor(page: Page, language: Language) {
    this.page = page;
    this.language = language;
    mkdirSync(folder, { recursive: true });
  }

  /** Goes to path, does what leads to the picture, and takes it, at every size. */
  async take(name: string, path: string, act: (page: Page) => Promise<void> = async () => {}): Promise<void> {
    // The stream of changes never ends: without it there is a moment when nothing is under way.
    await this.page.route(/\/live\?/, (route) => route.fulfill({ status: 404 }));
    for (const [suffix, size] of Object.entries(sizes)) {
      await this.page.setViewportSize(size);
      await this.page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await this.page.goto(path);
      await act(this.page);
      await this.settled();
      for (const theme of ["light", "dark"] as const) await this.snap(name, suffix, theme);
    }
  }

  private async snap(name: string, suffix: string, theme: "light" | "dark"): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    const size = suffix === "" ? `-${theme}` : `${suffix}${theme === "dark" ? "-dark" : ""}`;
    const language = this.language === "en" ? "" : `-${this.language}`;
    await this.page.screenshot({ path: join(folder, `${name}${size}${language}.png`), animations: "disabled", caret: "hide", timeout: 60_000 });
  }

  // Fonts and icons are there, and no request is under way.
  private async settled(): Promise<void> {
    await this.page.waitForLoadState("networkidle");
    await this.page.evaluate(() => document.fonts.ready);
  }
}
