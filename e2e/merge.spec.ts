import type { Page } from "@playwright/test";
import { expect, test } from "./kontor";
import { judge } from "./judge";
import { create, setUp } from "./steps";

const latin = { first_name: "Ivan", last_name: "Petrov", email: "ivan@tundzha.example", position: "Buyer", city: "Yambol" };
const cyrillic = { first_name: "Иван", last_name: "Петров", email: "i.petrov@tundzha.example", position: "Head buyer", mobile: "0888 123 456" };

async function note(page: Page, text: string): Promise<void> {
  await page.locator("textarea[name=body]").fill(text);
  await page.locator(".composer [type=submit]").click();
  await expect(page.locator(".timeline").getByText(text)).toBeVisible();
}

test("two records of one person become one, and two again, by mouse", async ({ page }) => {
  await setUp(page);
  const first = await create(page, latin);
  await note(page, "Written on the first");

  await test.step("a warning while writing, with a way out", async () => {
    await page.goto("/contacts/new");
    await page.locator("[name=first_name]").fill("Иван");
    await page.locator("[name=last_name]").fill("Петров");
    await page.locator("[name=last_name]").press("Tab");
    await expect(page.locator("#similar")).toContainText("Name alike across scripts");
    await judge(page);
    await page.getByRole("link", { name: "Open instead: Ivan Petrov" }).click();
    await expect(page).toHaveURL(first);
  });
  const second = await create(page, cyrillic);
  await note(page, "Written on the second");

  await test.step("ticked in the list, put side by side", async () => {
    await page.goto("/contacts");
    for (const row of await page.locator("[data-row] [type=checkbox]").all()) await row.check();
    await page.getByRole("toolbar").getByRole("button", { name: "Merge" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Merge 2 records");
    await judge(page);
    await page.locator("thead label").filter({ hasText: "Ivan Petrov" }).click();
    await page.getByRole("radio", { name: "Job title of Ivan Petrov: Buyer" }).check();
    await page.getByRole("button", { name: "Merge" }).click();
    await expect(page).toHaveURL(first);
  });

  await test.step("the one that stays has it all", async () => {
    await expect(page.getByText("Written on the first")).toBeVisible();
    await expect(page.getByText("Written on the second")).toBeVisible();
    await expect(page.locator(".details")).toContainText("i.petrov@tundzha.example");
    await expect(page.locator(".details")).toContainText("Buyer");
    await judge(page);
    await page.goto(second);
    await expect(page, "an old link leads to it").toHaveURL(first);
    await expect(page.locator("#toasts")).toContainText("This record was merged into");
  });

  await test.step("undone from the timeline", async () => {
    await page.locator(".timeline").getByRole("button", { name: "Undo merge" }).click();
    await expect(page.locator("#toasts")).toContainText("Merge undone");
    await expect(page.getByText("Written on the second")).toBeHidden();
    await page.goto(second);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Иван Петров");
    await expect(page.getByText("Written on the second")).toBeVisible();
  });
});

test("the queue of likely pairs", async ({ page }) => {
  await setUp(page);
  await create(page, latin);
  await create(page, { ...cyrillic, email: latin.email });
  await page.goto("/contacts");
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("link", { name: "Duplicates" }).click();
  await page.getByRole("button", { name: "Look again" }).click();
  await expect(page.getByText("Same e-mail")).toBeVisible({ timeout: 15_000 });
  await judge(page);
  await page.getByRole("button", { name: /^Not a duplicate: / }).click();
  await expect(page.locator("#toasts")).toContainText("Remembered: these are two");
  await expect(page.getByText("Same e-mail")).toBeHidden();
  await page.locator("#toasts").getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Same e-mail")).toBeVisible();
  await page.getByRole("link", { name: /^Merge Ivan Petrov and Иван Петров|^Merge Иван Петров and Ivan Petrov/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Merge 2 records");
  for (const width of [1024, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await judge(page);
    await page.goBack();
    await judge(page);
    await page.goForward();
  }
});

test("merging by keyboard alone", async ({ page }) => {
  await setUp(page);
  await create(page, latin);
  const second = await create(page, cyrillic);
  await page.goto(second);
  await page.getByRole("button", { name: "More actions" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Merge with…" })).toBeVisible();
  await page.getByRole("link", { name: "Merge with…" }).press("Enter");
  await expect(page.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("ivan pet");
  await expect(page.getByRole("option", { name: /Ivan Petrov/ })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Continue" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Merge 2 records");
  await page.getByRole("radio", { name: /^Job title of Иван Петров/ }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Control+s");
  await expect(page.locator("#toasts")).toContainText("merged into");
  await expect(page.getByText("Undo merge")).toBeVisible();
  await page.keyboard.press("z");
  await expect(page.locator("#toasts")).toContainText("Merge undone");
});
