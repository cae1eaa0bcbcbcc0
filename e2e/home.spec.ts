import type { Page } from "@playwright/test";
import { judge, speaksBulgarian } from "./judge";
import { expect, test } from "./kontor";
import { setUp } from "./steps";

const tasks = (page: Page) => page.locator(".g-tasks");

/** Opens home with a year of sample data. */
async function home(page: Page, language: "en" | "bg" = "en"): Promise<void> {
  await setUp(page, { language, sampleData: true });
  await page.goto("/");
}

test("home says what there is, and every number leads to its list", async ({ page }) => {
  await home(page);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/Good (morning|afternoon|evening), Elena/);
  await judge(page);
  const stage = page.locator(".funnel a").first();
  const deals = await stage.getAttribute("data-counts");
  await stage.click();
  await expect(page).toHaveURL(/\/deals\?status=open&stage=/);
  await expect(page.locator("[data-row]")).toHaveCount(Number(deals));
  await page.goBack();
  await page.getByRole("link", { name: "Year", exact: true }).click();
  await expect(page.locator(".tiles")).toContainText("Won this year");
  await page.getByRole("button", { name: "Everybody" }).click();
  await page.getByRole("link", { name: "Mine" }).click();
  await expect(page).toHaveURL(/period=year&whose=member/);
  await page.locator(".as-table summary").click();
  await expect(page.getByRole("region", { name: "Revenue by month" }).getByRole("row")).toHaveCount(11);
  await judge(page);
});

test("a task is ticked off on home, and home follows", async ({ page }) => {
  await home(page);
  const first = tasks(page).locator("li").first();
  const name = await first.locator(".label").innerText();
  const before = Number((await tasks(page).locator("[data-counts]").getAttribute("data-counts")));
  await first.locator(".tick").click();
  await expect(page.locator("#next-step")).toContainText(name);
  await expect(tasks(page).locator("[data-counts]")).toHaveAttribute("data-counts", String(before - 1));
});

test("home and a report by keyboard alone", async ({ page }) => {
  await home(page);
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await expect(page).toHaveURL(/\/reports$/);
  await judge(page);
  await page.getByRole("link", { name: "Won and lost" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Won and lost");
  await judge(page);
  await page.getByRole("combobox", { name: "Period" }).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Tab");
  await page.getByRole("combobox", { name: "Whose deals and work" }).press("Enter");
  await page.goto("/reports/outcomes?period=year");
  const won = page.getByRole("row", { name: /^Won/ }).getByRole("link");
  const count = Number(await won.innerText());
  await won.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/status=won/);
  await expect(page.locator("[data-row]")).toHaveCount(Math.min(count, 50));
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await expect(page).toHaveURL(/\/$/);
});

test("every report, as a table and as a file", async ({ page }) => {
  await home(page);
  for (const name of ["funnel", "velocity", "outcomes", "members", "revenue"]) {
    await page.goto(`/reports/${name}`);
    await expect(page.locator(".report .chart")).toBeVisible();
    await expect(page.locator(".report table")).toBeVisible();
    await judge(page);
  }
  const file = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download as CSV" }).click();
  expect((await file).suggestedFilename()).toMatch(/^revenue-\d{4}-\d{2}-\d{4}-\d{2}\.csv$/);
});

test.describe("in Bulgarian, on a phone", () => {
  test.use({ locale: "bg-BG", viewport: { width: 390, height: 844 } });

  test("home and reports", async ({ page }) => {
    await home(page, "bg");
    await expect(page.locator(".g-tasks")).toBeVisible();
    await judge(page);
    const people = await tasks(page).locator(".on").allInnerTexts(); // names stay as they are
    await speaksBulgarian(page, [new RegExp(["Elena", "Vitosha Instruments", ...people].join("|"), "g")]);
    for (const name of ["funnel", "velocity", "outcomes", "members", "revenue"]) {
      await page.goto(`/reports/${name}`);
      await judge(page);
      await speaksBulgarian(page, [/Elena|Vitosha Instruments/g]);
    }
  });
});

test("home is arranged by keyboard, and stays so", async ({ page }) => {
  await home(page);
  const heads = () => page.locator(".dash h2").allInnerTexts();
  await page.getByRole("link", { name: "Arrange home" }).click();
  await judge(page);
  const grip = page.getByRole("button", { name: "Move Stale deals" });
  await grip.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowUp");
  await expect(grip).toBeFocused();
  await page.getByRole("checkbox", { name: "Recent activity" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page).toHaveURL(/\/$/);
  expect((await heads())[0]).toContain("Stale deals");
  expect((await heads()).join()).not.toContain("Recent activity");
  await judge(page);
});

test("home is arranged without script", async ({ browser, page, server }) => {
  await home(page);
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: server.url, storageState: await page.context().storageState() });
  const plain = await context.newPage();
  await plain.goto("/home/arrange");
  await plain.getByRole("button", { name: "Move Pipeline by stage" }).click();
  await plain.getByRole("checkbox", { name: "Revenue forecast" }).uncheck();
  await plain.getByRole("button", { name: "Save" }).click();
  await expect(plain.locator(".dash > :first-child h2")).toHaveText("Pipeline by stage");
  await expect(plain.locator(".g-rev")).toHaveCount(0);
  await context.close();
});
