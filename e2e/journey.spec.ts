import { readFile } from "node:fs/promises";
import type { Download, Page } from "@playwright/test";
import { expect, test } from "./kontor";
import { clients, files, messy } from "./files";
import { judge } from "./judge";
import { follow, importFile, owner, signOut } from "./steps";

// The way of a newcomer, from an empty server to a full one, in each look a person may have chosen.
const looks = [
  { name: "light, wide", colorScheme: "light", viewport: { width: 1440, height: 900 }, all: true },
  { name: "dark, wide", colorScheme: "dark", viewport: { width: 1440, height: 900 }, all: false },
  { name: "light, phone", colorScheme: "light", viewport: { width: 390, height: 844 }, all: false },
  { name: "dark, phone", colorScheme: "dark", viewport: { width: 390, height: 844 }, all: false },
] as const;

for (const { name, all, ...look } of looks) {
  test.describe(name, () => {
    test.use(look);
    test(`the way of a newcomer: ${name}`, async ({ page }) => {
      await test.step("set up", () => setUp(page));
      await test.step("import", () => importFiles(page, all));
      await test.step("find Иван by typing ivan", () => find(page));
      await test.step("edit", () => edit(page));
      await test.step("note", () => note(page));
      await test.step("delete and undo", () => remove(page));
      await test.step("export", () => exportAll(page));
      await test.step("the other places", () => lookAround(page));
      await test.step("sign out", () => signOut(page));
      await judge(page);
    });
  });
}

function title(page: Page) {
  return page.getByRole("heading", { level: 1 });
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
  await expect(page.getByLabel("VAT number")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Your password")).toHaveAccessibleDescription(/password/i);
  await expect(page.getByLabel("Your password")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Company or workspace")).toHaveValue(owner.workspace);
  await expect(page.getByLabel("VAT number")).toHaveValue("BG20055508");
  await expect(page.getByLabel("Your email")).toHaveValue(owner.email);
  await expect(page.getByLabel("Country")).toHaveValue("BG");
  await judge(page);

  await page.getByLabel("VAT number").fill("BG200555081");
  await page.getByLabel("Your password").fill(owner.password);
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(title(page)).toHaveText(/^Good \w+, Elena/);
  await judge(page);
  await follow(page, "Contacts");
  await judge(page);
}

async function importFiles(page: Page, all: boolean): Promise<void> {
  for (const file of files.filter(({ path }) => all || path === clients || path === messy)) {
    const looking = file.path === clients ? { upload: judge, mapping: judge, check: judge } : {};
    const report = await importFile(page, file.path, looking);
    expect(report.total, file.path).toBe(file.rows);
    expect(report.created + report.updated + report.skipped + report.failed, `${file.path} adds up`).toBe(file.rows);
    if (file.path === messy) await failures(page, report.failed);
    else expect(report.failed, `${file.path} has no row that fails`).toBe(0);
  }
}

// Rows that failed are shown with their reason, and offered as a file.
async function failures(page: Page, failed: number): Promise<void> {
  expect(failed).toBeGreaterThan(0);
  await expect(page.getByRole("heading", { name: "Rows that failed" })).toBeVisible();
  await judge(page);
  const csv = await content(page, () => page.getByRole("link", { name: "Download as CSV" }).click());
  expect(csv.name).toMatch(/\.csv$/);
  expect(csv.text.toLowerCase()).toContain("reason");
}

async function find(page: Page): Promise<void> {
  await page.goto("/contacts");
  await expect(page.locator("[data-row]").first()).toBeVisible();
  await judge(page);
  await page.getByRole("searchbox", { name: "Find in this view" }).fill("ivan");
  await expect(page).toHaveURL(/q=ivan/);
  await expect(page.locator("[data-row]").first()).toContainText(/иван/i);
  const names = await page.locator("[data-row] a.who").filter({ hasText: /./ }).allInnerTexts();
  expect(names.join("\n")).toMatch(/Иван/);
  await page.getByRole("link", { name: /^Иван/ }).first().click();
  await expect(title(page)).toHaveText(/Иван/);
  await judge(page);
}

async function edit(page: Page): Promise<void> {
  const address = page.url().split("?")[0] ?? "";
  await page.locator("main").getByRole("link", { name: "Edit", exact: true }).filter({ visible: true }).click();
  await expect(title(page)).toHaveText(/^Edit/);
  await judge(page);
  await page.getByLabel("First name").fill("Иван-Асен");
  await page.getByLabel("Job title").fill("Head of purchasing");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(address);
  await expect(title(page)).toHaveText(/^Иван-Асен/);
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
}

async function note(page: Page): Promise<void> {
  const story = page.getByRole("region", { name: "Timeline" });
  await expect(story).toContainText("Head of purchasing");
  await story.getByRole("textbox", { name: "Note" }).fill("Asked for the price list.\nWants an answer by Friday.");
  await story.getByRole("button", { name: "Save note" }).click();
  await expect(story.getByText("Asked for the price list.")).toBeVisible();
  await expect(story.getByRole("textbox", { name: "Note" })).toHaveValue("");
  await judge(page);
}

async function remove(page: Page): Promise<void> {
  const name = await title(page).innerText();
  await page.getByRole("button", { name: "More actions" }).click();
  await judge(page);
  await page.getByRole("button", { name: "Delete contact" }).click();
  await expect(page.getByText(`${name} deleted`)).toBeVisible();
  await expect(title(page)).toHaveText(/^Contacts/);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(title(page)).toHaveText(name);
  await expect(page.getByRole("region", { name: "Timeline" })).toContainText("Asked for the price list.");

  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("button", { name: "Delete contact" }).click();
  await expect(page.getByText(`${name} deleted`)).toBeVisible();
  await judge(page);
  await page.goto("/contacts?q=asen");
  await expect(page.getByRole("heading", { name: "Nothing matches" })).toBeVisible();
  await judge(page);
  await restore(page, name);
}

// What was deleted lies in the recycle bin, also when the offer to undo is gone.
async function restore(page: Page, name: string): Promise<void> {
  await page.goto("/contacts/bin");
  await judge(page);
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { name: `${name} is in the recycle bin` })).toBeVisible();
  await judge(page);
  await page.getByRole("button", { name: "Restore" }).click();
  await page.goto("/contacts?q=asen");
  await expect(page.locator("[data-row]")).toHaveCount(1);
}

async function exportAll(page: Page): Promise<void> {
  await page.goto("/contacts?q=ivan");
  const shown = await page.locator("[data-row]").count();
  const csv = await content(page, () => choose(page, "Export as CSV"));
  expect(csv.text).toContain("Иван");
  expect(csv.text).not.toMatch(/^"?=HYPERLINK/m);
  expect(csv.text.split("\n")[0]).toMatch(/Name/);
  const vcard = await content(page, () => choose(page, "Export as vCard"));
  expect(vcard.name).toMatch(/\.vcf$/);
  expect(vcard.text.match(/^BEGIN:VCARD/gm)?.length).toBe(shown);
  expect(vcard.text).toContain("Иван");
}

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("link", { name }).click();
}

async function lookAround(page: Page): Promise<void> {
  for (const path of ["/companies", "/search?q=ivan", "/settings/profile", "/settings/members", "/settings/tags", "/nothing-here"]) {
    await page.goto(path);
    await judge(page);
  }
  await page.goto("/companies");
  await page.locator("[data-row] a[href^='/companies/']").first().click();
  await expect(page.getByRole("region", { name: "Timeline" })).toBeVisible();
  await judge(page);
}

async function content(page: Page, act: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download]: [Download, void] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}
