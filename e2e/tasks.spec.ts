// What is to be done: written down, seen on its day, ticked off with one key, and asked what comes next.
import type { Page } from "@playwright/test";
import { accessible, fits } from "./judge";
import { expect, test } from "./kontor";
import { setUp } from "./steps";

const row = (page: Page, title: string) => page.locator("[data-row]").filter({ hasText: title });
const quick = (page: Page) => page.locator("dialog#quick-task[open]");
/** A day where the browser is: Sofia, where tomorrow begins before midnight of UTC. */
const day = (ahead: number) => new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Sofia" }).format(Date.now() + ahead * 86_400_000);

/** Writes a task down in the form. */
async function task(page: Page, title: string, due: string, repeat = ""): Promise<void> {
  await page.goto("/tasks/new");
  await page.locator("[name=title]").fill(title);
  await page.locator("[name=due_date]").fill(due);
  if (repeat) await page.locator("[name=repeat]").selectOption(repeat);
  await page.locator("[type=submit][form=record-form]").click();
  await expect(page).not.toHaveURL(/\/tasks\/new/);
}

test("tasks by mouse: my day, overdue, done, the next step, repetition", async ({ page }) => {
  await setUp(page);
  await task(page, "Weekly report", day(0), "FREQ=WEEKLY");
  await task(page, "Long ago", "2026-01-15");
  await task(page, "Some day", day(20));

  await page.goto("/tasks?view=day");
  await expect(row(page, "Weekly report")).toBeVisible();
  await expect(row(page, "Long ago")).toBeVisible();
  await expect(row(page, "Some day")).toHaveCount(0);
  await accessible(page);
  await page.goto("/tasks?view=overdue");
  await expect(row(page, "Long ago")).toBeVisible();
  await expect(row(page, "Weekly report")).toHaveCount(0);

  await page.goto("/tasks?view=day");
  const told = page.waitForResponse((answer) => answer.url().endsWith("/complete"));
  await row(page, "Weekly report").locator("[data-complete]").click();
  await told;
  await page.goto("/tasks?view=mine");
  await expect(row(page, "Weekly report"), "what repeats is there again").toHaveCount(1);
  await page.goto("/tasks?view=done");
  await expect(row(page, "Weekly report"), "the one that was done").toHaveCount(1);
});

test("tasks by keyboard alone: one key ends a task and asks for the next step", async ({ page }) => {
  await setUp(page);
  await page.goto("/tasks");
  await page.keyboard.press("c");
  await expect(page.locator("[name=title]")).toBeFocused();
  await page.keyboard.type("Call Rada");
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page).not.toHaveURL(/\/tasks\/new/);

  await page.goto("/tasks?view=mine");
  await expect(row(page, "Call Rada")).toBeVisible();
  await page.locator("#main").focus();
  await page.keyboard.press("j");
  await page.keyboard.press("d");
  await expect(quick(page)).toBeVisible();
  await expect(quick(page).locator("[name=title]")).toBeFocused();
  await accessible(page);
  await page.keyboard.type("Send the offer");
  await page.keyboard.press("Enter");
  await expect(quick(page)).toHaveCount(0);
  await page.reload();
  await expect(row(page, "Call Rada")).toHaveCount(0);
  await expect(row(page, "Send the offer")).toBeVisible();
});

test("the calendar shows month and week, and a link for other calendars", async ({ page }) => {
  await setUp(page);
  await task(page, "Visit the plant", day(0));
  await page.goto("/calendar");
  await expect(page.getByText("Visit the plant").filter({ visible: true }).first()).toBeVisible();
  await accessible(page);
  await page.keyboard.press("w");
  await expect(page.getByRole("link", { name: "Week", exact: true })).toHaveAttribute("aria-current", /.+/);
  await expect(page.getByText("Visit the plant").filter({ visible: true }).first()).toBeVisible();
  await accessible(page);
  await page.locator("[popovertarget=feed]").click();
  await page.locator("form[action='/calendar/feed'] [type=submit]").click();
  const link = /\/calendar\/feed\/[^"<\s]+/.exec(await page.content())?.[0] ?? "";
  expect(await (await page.request.get(link)).text()).toContain("Visit the plant");
});

test.describe("on a phone, in Bulgarian", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });
  test("задача от първата дума до следващата стъпка", async ({ page }) => {
    await setUp(page, { language: "bg" });
    await task(page, "Обаждане до Рада", day(0));
    await page.goto("/tasks?view=day");
    await fits(page);
    await accessible(page);
    await row(page, "Обаждане до Рада").locator("[data-complete]").click();
    await expect(quick(page)).toBeVisible();
    await fits(page);
    await quick(page).locator("[name=title]").fill("Оферта за линията");
    await quick(page).locator("[type=submit]").click();
    await expect(quick(page)).toHaveCount(0);
    await page.goto("/tasks?view=mine");
    await expect(row(page, "Оферта за линията")).toBeVisible();
    await page.goto("/calendar");
    await fits(page);
    await accessible(page);
  });
});

test("on a phone, in Bulgarian, nothing of the heads of calendar and board is cut", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await setUp(page, { language: "bg", sampleData: true });
  for (const path of ["/calendar", "/deals/board"]) {
    await page.goto(path);
    const heads = page.locator(".topbar h1, .topbar .actions > :visible, .toolbar .seg > *");
    for (const head of await heads.all()) {
      const box = await head.evaluate((e) => ({ cut: e.scrollWidth - e.clientWidth, end: e.getBoundingClientRect().right, text: e.textContent }));
      expect(box.end, `${path}: ${box.text}`).toBeLessThanOrEqual(390);
      expect(box.cut, `${path}: ${box.text}`).toBeLessThanOrEqual(1);
    }
    await fits(page);
  }
});
