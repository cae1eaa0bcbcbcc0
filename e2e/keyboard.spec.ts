import type { Page } from "@playwright/test";
import { expect, test } from "./kontor";
import { setUp } from "./steps";

test("a working day without a mouse", async ({ page }) => {
  await setUp(page, { sampleData: true });
  await page.goto("/contacts");
  const title = page.getByRole("heading", { level: 1 });
  const press = (...keys: string[]) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

  await test.step("the skip link comes first and leads to the content", async () => {
    await press("Tab");
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeInViewport();
    await press("Enter");
    await expect(page.locator("#main")).toBeFocused();
  });

  await test.step("Tab goes down the page in the order it is read", async () => {
    const stops = await tabStops(page, 12);
    expect(stops.map((stop) => stop.name).join("\n")).toMatch(/New contact[\s\S]*Find/);
    for (const stop of stops) expect.soft(stop.visible, `${stop.name} can be seen and shows the focus`).toBe(true);
  });

  await test.step("C, fields, Ctrl+S", async () => {
    await page.goto("/contacts?sort=name"); // another address than the skip link's, so that the page is a new one
    await press("c");
    await expect(title).toHaveText("New contact");
    await expect(page.locator("[name=first_name]")).toBeFocused();
    await page.keyboard.type("Десислава");
    await press("Tab");
    await page.keyboard.type("Клавишова");
    await tabTo(page, "[name=email]");
    await page.keyboard.type("desi@keys.example");
    await press("Control+s");
    await expect(title).toHaveText("Десислава Клавишова");
  });

  await test.step("N, a note, Ctrl+Enter", async () => {
    await press("n");
    await expect(page.locator("textarea[name=body]")).toBeFocused();
    await page.keyboard.type("Typed, not clicked.");
    await press("Control+Enter");
    await expect(page.getByRole("region", { name: "Timeline" }).getByText("Typed, not clicked.")).toBeVisible();
  });

  await test.step("G O and G C", async () => {
    await page.locator("#main").focus();
    await press("g", "o");
    await expect(title).toHaveText(/^Companies/);
    await press("g", "c");
    await expect(title).toHaveText(/^Contacts/);
  });

  await test.step("/, J, K, Enter", async () => {
    await press("/");
    await expect(page.locator("[data-find]")).toBeFocused();
    await page.keyboard.type("klavishova");
    await expect(page.locator("[data-row]")).toHaveCount(1);
    await page.locator("#main").focus();
    await press("j");
    await expect(page.locator("[data-row][data-cursor]")).toContainText("Десислава Клавишова");
    await press("Enter");
    await expect(title).toHaveText("Десислава Клавишова");
  });

  await test.step("X, the bar, delete, Z", async () => {
    await page.goto("/contacts");
    await press("k", "k", "k"); // it remembers where it was
    await expect(page.locator("[data-row]").first()).toHaveAttribute("data-cursor", "");
    const names = await page.locator("[data-row] [data-m=a] .name").allInnerTexts();
    await press("x", "j", "x");
    const bar = page.getByRole("toolbar").filter({ has: page.getByText("2 selected") });
    await expect(bar).toBeVisible();
    await press("Delete");
    await expect(page.getByText("2 records deleted")).toBeVisible();
    await expect(page.locator("[data-row] [data-m=a] .name").first()).not.toHaveText(names[0] ?? "");
    await press("z");
    await expect(page.getByText("2 records are as they were")).toBeVisible();
    await expect(page.locator("[data-row] [data-m=a] .name").first()).toHaveText(names[0] ?? "");
  });

  await test.step("? shows the keys", async () => {
    await press("?");
    const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(sheet).toBeVisible();
    await expect(sheet).toContainText("New contact");
    await press("Escape");
    await expect(sheet).toBeHidden();
  });

  await test.step("Ctrl+K finds in the other script, Enter opens", async () => {
    await press("Control+k");
    const palette = page.getByRole("dialog", { name: "Search or jump to" });
    await expect(palette.getByRole("combobox")).toBeFocused();
    await page.keyboard.type("klavish");
    await expect(palette.getByRole("option", { name: /Десислава Клавишова/ })).toBeVisible();
    await press("Enter");
    await expect(title).toHaveText("Десислава Клавишова");
  });
});

interface Stop {
  name: string;
  visible: boolean;
}

/** Presses Tab and tells where the focus went each time. */
async function tabStops(page: Page, times: number): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let i = 0; i < times; i++) {
    await page.keyboard.press("Tab");
    stops.push(await page.evaluate(() => {
      const at = document.activeElement as HTMLElement;
      const box = at.getBoundingClientRect();
      const look = getComputedStyle(at.matches("input") ? (at.closest(".input") ?? at) : at);
      const ring = look.outlineStyle !== "none" || look.boxShadow !== "none" || look.borderColor !== "";
      return { name: at.getAttribute("aria-label") ?? at.textContent?.trim() ?? at.tagName, visible: box.width > 0 && at.matches(":focus-visible") && ring };
    }));
  }
  return stops;
}

/** Presses Tab until the focus is on what selector names. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`Tab never reaches ${selector}`);
}
