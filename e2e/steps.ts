// What a person does on the way: set the server up, sign in, find, import.
import { type APIRequestContext, type BrowserContext, type Page, expect } from "@playwright/test";

/** Who sets the server up in every test. */
export const owner = { workspace: "Vitosha Instruments", email: "elena@vitosha.example", password: "tundra-harbour-42-kite" };

/** What the set-up asks beside the owner. */
export interface SetUp {
  language?: "en" | "bg";
  sampleData?: boolean;
}

/** Sets the server up and signs the owner in, without the form: the journey tests the form. */
export async function setUp(of: Page | BrowserContext, { language = "en", sampleData = false }: SetUp = {}): Promise<void> {
  const answer = await request(of).post("/setup", {
    form: {
      ...owner, country: "BG", vat_number: "BG200555081", currency: "EUR", language, sample_data: sampleData ? "yes" : "no",
    },
  });
  expect(answer.url(), await answer.text()).not.toContain("/setup");
  expect(answer.ok()).toBe(true);
}

/** Signs the owner in, in the form. */
export async function signIn(page: Page): Promise<void> {
  await page.goto("/login");
  await fillSignIn(page);
  await expect(page).not.toHaveURL(/\/login/);
}

/** Fills the form to sign in, which the page shows, and sends it. */
export async function fillSignIn(page: Page): Promise<void> {
  await page.locator("[name=email]").fill(owner.email);
  await page.locator("[name=password]").fill(owner.password);
  await page.locator("form[action='/login'] [type=submit]").click();
}

/** Adds a contact in the form and returns the address of its page. */
export async function create(page: Page, fields: Record<string, string>): Promise<string> {
  await page.goto("/contacts/new");
  for (const [name, value] of Object.entries(fields)) await page.locator(`[name=${name}]`).fill(value);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/contacts\/[0-9a-f-]{36}$/);
  return page.url();
}

function request(of: Page | BrowserContext): APIRequestContext {
  return of.request;
}

/** Follows the entry of the menu: the sidebar where it is shown, else the bar of phones. */
export async function follow(page: Page, name: string): Promise<void> {
  await page.locator(".sidebar, .tabbar").getByRole("link", { name, exact: true }).filter({ visible: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
}

/** Signs out through the menu. */
export async function signOut(page: Page): Promise<void> {
  const more = page.locator(".tabbar").getByRole("button", { name: "More" });
  if (await more.isVisible()) await more.click();
  else await page.getByRole("button", { name: owner.workspace }).click();
  await page.getByRole("button", { name: "Sign out" }).filter({ visible: true }).click();
  await expect(page).toHaveURL(/\/login$/);
}

/** How an import ended, as its page tells. */
export interface Report {
  path: string;
  total: number;
  created: number;
  updated: number;
  skipped: number;
  failed: number;
}

/** What happens between the steps of an import. */
export interface Looking {
  upload?: (page: Page) => Promise<void>;
  mapping?: (page: Page) => Promise<void>;
  check?: (page: Page) => Promise<void>;
}

/** Uploads a file on the import page and returns the address of the import. */
export async function upload(page: Page, path: string, look?: (page: Page) => Promise<void>): Promise<string> {
  await page.goto("/import");
  await look?.(page);
  await page.locator("input[name=file]").setInputFiles(path);
  await page.locator("[form=upload][type=submit]").click();
  await expect(page).toHaveURL(/\/import\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
}

/** Imports a file through the pages, from the choice of the file to the report. */
export async function importFile(page: Page, path: string, looking: Looking = {}): Promise<Report> {
  await upload(page, path, looking.upload);
  await looking.mapping?.(page);
  await checkRows(page);
  await looking.check?.(page);
  await page.locator("form[action$='/start'] [type=submit]").click();
  return report(page);
}

/** Goes from the columns to the check of the rows; values that are asked about mean what is suggested. */
export async function checkRows(page: Page, values: (page: Page) => Promise<void> = async () => {}): Promise<void> {
  await page.locator("[form=map][type=submit]").click();
  await expect(page).toHaveURL(/\/(check|values)/);
  if (page.url().includes("/values")) {
    await values(page);
    await page.locator("[form=values][type=submit]").click();
  }
  await expect(page).toHaveURL(/\/check/);
}

/** Waits for the end of the import on the page and returns what it says. */
export async function report(page: Page): Promise<Report> {
  await expect(page.locator("#import-run")).not.toHaveAttribute("hx-trigger", /./, { timeout: 30_000 });
  const [created, updated, skipped, failed] = (await page.locator("#import-run .counts dd").allInnerTexts()).map(number);
  return {
    path: new URL(page.url()).pathname, total: number(await page.locator(".stepbar .file small").innerText()),
    created: created ?? NaN, updated: updated ?? NaN, skipped: skipped ?? NaN, failed: failed ?? NaN,
  };
}

function number(text: string): number {
  return Number(text.replaceAll(/[^\d]/g, ""));
}
