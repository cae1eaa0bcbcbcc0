import type { Page } from "@playwright/test";
import { expect, test } from "./kontor";
import { judge } from "./judge";
import { setUp } from "./steps";

const rows = (page: Page) => page.locator("[data-row]");
const bar = (page: Page) => page.locator("[data-bulk]");
const count = (page: Page) => page.locator("[data-bulk-count]");
const toasts = (page: Page) => page.locator("#toasts");

/** The total that the list says, and what its bar offers to choose. */
async function total(page: Page): Promise<number> {
  await expect(page.locator("#list-count")).toHaveText(/\d/);
  return Number((await page.locator("#list-count").innerText()).replaceAll(/\D/g, ""));
}

async function tick(page: Page, ...places: number[]): Promise<void> {
  for (const place of places) await rows(page).nth(place).locator("[data-select]").check();
}

/** Chooses the field to change, and waits for its control. */
async function choose(page: Page, field: string): Promise<void> {
  await page.getByRole("dialog").getByLabel("Field").selectOption({ label: field });
  await expect(page.locator(`#bulk-control[data-field=${field.toLowerCase()}]`)).toBeVisible();
}

test("many rows at once, by mouse", async ({ page }) => {
  await setUp(page, { sampleData: true });
  await page.goto("/contacts?cols=name,city,tags,owner");

  await test.step("ticked, a range with Shift, cleared", async () => {
    await tick(page, 0);
    await expect(count(page)).toHaveText("1 selected");
    await rows(page).nth(4).locator("[data-select]").click({ modifiers: ["Shift"] });
    await expect(count(page)).toHaveText("5 selected");
    await judge(page);
    await bar(page).getByRole("button", { name: "Clear" }).click();
    await expect(bar(page)).toBeHidden();
  });

  await test.step("any field, with the control that belongs to it; one undo", async () => {
    const before = await rows(page).nth(1).locator("td").nth(2).innerText();
    await tick(page, 0, 1, 2);
    await bar(page).getByRole("button", { name: "Change" }).click();
    const dialog = page.getByRole("dialog", { name: "Change 3 records" });
    await expect(dialog).toBeVisible();
    await dialog.getByLabel("Field").selectOption({ label: "Country" });
    await expect(dialog.locator("select[name=value]")).toBeVisible();
    await choose(page, "City");
    await dialog.locator("input[name=value]").fill("Каварна");
    await judge(page);
    await dialog.getByRole("button", { name: "Apply" }).click();
    await expect(toasts(page)).toContainText("3 records changed");
    await expect(rows(page).filter({ hasText: "Каварна" })).toHaveCount(3);
    await expect(count(page), "the same rows can go on").toHaveText("3 selected");
    await toasts(page).getByRole("button", { name: "Undo" }).click();
    await expect(toasts(page)).toContainText("3 records are as they were");
    await expect(rows(page).nth(1).locator("td").nth(2)).toHaveText(before);
  });

  await test.step("what is wrong is said where it was typed", async () => {
    await bar(page).getByRole("button", { name: "Change" }).click();
    const dialog = page.getByRole("dialog", { name: "Change 3 records" });
    await choose(page, "Birthday");
    await dialog.locator("input[name=value]").fill("soon");
    await dialog.getByRole("button", { name: "Apply" }).click();
    await expect(dialog.getByRole("alert").filter({ visible: true })).toContainText("not a date");
    await expect(dialog.locator("input[name=value]")).toHaveValue("soon");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  });

  await test.step("tags", async () => {
    await bar(page).getByRole("button", { name: "Tag", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Tag 3 records" });
    await dialog.getByLabel("New tags").fill("Панаир");
    await dialog.getByRole("button", { name: "Apply" }).click();
    await expect(toasts(page)).toContainText("3 records changed");
    await expect(rows(page).filter({ hasText: "Панаир" }).first()).toBeVisible(); // others have more tags than are shown
    await bar(page).getByRole("button", { name: "Tag", exact: true }).click();
    await dialog.getByRole("radio", { name: "Remove tags" }).check();
    await dialog.getByRole("checkbox", { name: "Панаир" }).check();
    await judge(page);
    await dialog.getByRole("button", { name: "Apply" }).click();
    await expect(rows(page).filter({ hasText: "Панаир" })).toHaveCount(0);
  });

  await test.step("an owner", async () => {
    await bar(page).getByRole("button", { name: "Assign" }).click();
    const dialog = page.getByRole("dialog", { name: "Assign 3 records" });
    await dialog.getByRole("combobox", { name: "Owner" }).click();
    await dialog.locator(".combo-list [role=option]").first().click();
    await dialog.getByRole("button", { name: "Apply" }).click();
    await expect(toasts(page)).toContainText(/changed/);
  });

  await test.step("exported, deleted, brought back in the bin", async () => {
    await bar(page).getByRole("button", { name: "Export" }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export as CSV" }).click()]);
    expect(file.suggestedFilename()).toMatch(/^contacts-.*\.csv$/);
    await bar(page).getByRole("button", { name: "Delete the selected contacts" }).click();
    await expect(toasts(page)).toContainText("3 records deleted");
    await expect(bar(page)).toBeHidden();
    await page.goto("/contacts/bin");
    await page.locator("[data-select-all]").check();
    await bar(page).getByRole("button", { name: "Restore" }).click();
    await expect(toasts(page)).toContainText("3 records restored");
  });
});

test("everything that matches, as a job whose page can be left", async ({ page }) => {
  await setUp(page, { sampleData: true });
  for (let i = 0; i < 100; i++) await page.request.post("/contacts/new", { form: { first_name: `Crowd ${i}` } });
  await page.goto("/contacts");
  const all = await total(page);
  expect(all).toBeGreaterThan(200);
  await page.locator("[data-select-all]").check();
  await bar(page).getByRole("button", { name: `Select all ${all}` }).click();
  await expect(count(page)).toHaveText(`All ${all} selected`);
  await judge(page);
  await page.locator("#list-pager").getByRole("link", { name: "Next page" }).click();
  await expect(count(page), "paging keeps it").toHaveText(`All ${all} selected`);
  await expect(rows(page).first().locator("[data-select]")).toBeChecked();

  await bar(page).getByRole("button", { name: "Change" }).click();
  const dialog = page.getByRole("dialog", { name: `Change ${all} records` });
  await choose(page, "City");
  await dialog.locator("input[name=value]").fill("Sliven");
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/\/bulks\//);
  await page.reload();
  const figures = page.locator("#bulk-run .counts dd");
  await expect(page.getByText("Back to the list")).toBeVisible({ timeout: 30_000 });
  const [chosen, changed, same, left] = (await figures.allInnerTexts()).map((text) => Number(text.replaceAll(/\D/g, "")));
  expect(chosen).toBe(all);
  expect((changed ?? 0) + (same ?? 0) + (left ?? 0), "it adds up").toBe(all);
  await judge(page);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Back to the list")).toBeVisible({ timeout: 30_000 });
  await expect(page.locator("#bulk-run h2")).toHaveText(new RegExp(`^${changed} records are as they were`));
});

test("many rows by keyboard alone", async ({ page }) => {
  await setUp(page, { sampleData: true });
  await page.goto("/contacts?cols=name,city,tags");
  const press = (...keys: string[]) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  await press("j", "x", "j", "j", "j", "Shift+X");
  await expect(count(page)).toHaveText("4 selected");

  await test.step("a key, a field, Enter", async () => {
    await press("Shift+E");
    const dialog = page.getByRole("dialog", { name: "Change 4 records" });
    await expect(dialog.getByLabel("Field")).toBeFocused();
    await page.keyboard.type("City");
    await expect(dialog.getByLabel("Field")).toHaveValue("city");
    await expect(page.locator("#bulk-control[data-field=city]")).toBeVisible();
    await press("Tab");
    await expect(dialog.locator("input[name=value]")).toBeFocused();
    await page.keyboard.type("Vidin");
    await press("Enter");
    await expect(toasts(page)).toContainText("4 records changed");
    await expect(rows(page).filter({ hasText: "Vidin" })).toHaveCount(4);
    await press("z");
    await expect(toasts(page)).toContainText("4 records are as they were");
  });

  await test.step("from the palette", async () => {
    await press("Control+k");
    await page.keyboard.type("tag");
    await expect(page.getByRole("option", { name: /^Tag/ }).first()).toBeVisible();
    await press("Enter");
    await expect(page.getByRole("dialog", { name: "Tag 4 records" })).toBeVisible();
    await press("Escape");
  });

  await test.step("all of the list, and none", async () => {
    const all = await total(page);
    await press("Control+a");
    await press("Shift+A");
    await expect(count(page)).toHaveText(`All ${all} selected`);
    await press("Escape");
    await expect(bar(page)).toBeHidden();
  });
});

test("coming back finds the list as it was left", async ({ page }) => {
  await setUp(page, { sampleData: true });
  await page.goto("/contacts?sort=name");
  const table = page.locator("#table");
  await tick(page, 1, 2);
  await table.evaluate((region) => (region.scrollTop = region.scrollHeight));
  await expect(async () => expect(await rows(page).count()).toBeGreaterThan(50)).toPass();
  await rows(page).nth(70).scrollIntoViewIfNeeded();
  const top = await table.evaluate((region) => region.scrollTop);
  const name = await rows(page).nth(70).locator(".name").innerText();
  await rows(page).nth(70).getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);

  const asLeft = async (how: string) => {
    await expect(page, how).toHaveURL(/\/contacts\?sort=name/);
    await expect(count(page), how).toHaveText("2 selected");
    await expect(async () => expect(Math.abs((await table.evaluate((region) => region.scrollTop)) - top), how).toBeLessThan(50)).toPass({ timeout: 10_000 });
    await expect(rows(page).nth(70), how).toHaveAttribute("data-cursor", "");
    await expect(rows(page).nth(70), how).toBeInViewport();
  };
  await page.goBack();
  await asLeft("Back");
  await rows(page).nth(70).getByRole("link").first().click();
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Contacts" }).click();
  await asLeft("the link above the record");
});

test("on a phone and in Bulgarian", async ({ page }) => {
  await setUp(page, { sampleData: true, language: "bg" });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/contacts");
  await page.locator("[data-row] [data-select]").first().evaluate((box: HTMLInputElement) => box.click());
  await expect(count(page)).toHaveText("1 избран");
  await judge(page);
  await bar(page).getByRole("button", { name: "Промяна" }).click();
  await expect(page.getByRole("dialog", { name: "Промяна на 1 запис" })).toBeVisible();
  await judge(page);
  expect(await page.locator("[data-bulk], #bulk-dialog").allInnerTexts().then((texts) => texts.join(" "))).not.toMatch(/(?!LinkedIn|Facebook|Twitter)\b[A-Za-z]{3,}/);
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });
  test("the bar is there, and asks on a page of its own", async ({ page }) => {
    await setUp(page, { sampleData: true });
    await page.goto("/contacts?cols=name,city");
    await tick(page, 0, 1);
    await page.getByRole("button", { name: "Change" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Change 2 records");
    await page.getByLabel("Field").selectOption({ label: "City" });
    await page.getByRole("button", { name: "Choose this field" }).click();
    await page.locator("input[name=value]").fill("Vratsa");
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page).toHaveURL(/\/contacts\?cols=name/);
    await expect(page.getByText("2 records changed")).toBeVisible();
    await expect(rows(page).filter({ hasText: "Vratsa" })).toHaveCount(2);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText("2 records are as they were")).toBeVisible();
  });
});
