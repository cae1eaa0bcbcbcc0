import type { Page } from "@playwright/test";
import { expect, test } from "./kontor";
import { judge } from "./judge";
import { owner } from "./steps";

// The way of a newcomer, from an empty server to a full one, in each look a person may have chosen.
const looks = [
  { name: "light, wide", colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { name: "dark, wide", colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  { name: "light, phone", colorScheme: "light", viewport: { width: 390, height: 844 } },
  { name: "dark, phone", colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const;

for (const { name, ...look } of looks) {
  test.describe(name, () => {
    test.use(look);
    test(`journey of a newcomer, ${name}`, async ({ page }) => {
      await test.step("set up", () => setUp(page));
    });
  });
}

async function setUp(page: Page): Promise<void> {
  await page.goto("/");
  await expect(page).toHaveURL("/setup");
  await judge(page);
  await page.getByLabel("Company or workspace").fill(owner.workspace);
  await page.getByLabel("Country").selectOption("BG");
  await page.getByLabel("VAT number").fill("BG20055508");
  await page.getByLabel("Currency").selectOption("EUR");
  await page.getByLabel("Your email").fill(owner.email);
  await page.getByLabel("Your password").fill("password");
  await page.getByRole("radio", { name: /Start empty/ }).check();
  await page.getByRole("button", { name: "Create workspace" }).click();

  await expect(page.getByLabel("VAT number")).toHaveAccessibleDescription(/BG and 9 or 10 digits/);
  await expect(page.getByLabel("Your password")).toHaveAccessibleDescription(/.+/);
  await expect(page.getByLabel("VAT number")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Your password")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Company or workspace")).toHaveValue(owner.workspace);
  await expect(page.getByLabel("VAT number")).toHaveValue("BG20055508");
  await expect(page.getByLabel("Your email")).toHaveValue(owner.email);
  await expect(page.getByLabel("Country")).toHaveValue("BG");
  await judge(page);

  await page.getByLabel("VAT number").fill("BG200555081");
  await page.getByLabel("Your password").fill(owner.password);
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Contacts/);
  await judge(page);
}
