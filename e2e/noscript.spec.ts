import type { Page } from "@playwright/test";
import { expect, test } from "./kontor";
import { clients } from "./files";
import { create, fillSignIn, owner, setUp } from "./steps";

test.use({ javaScriptEnabled: false });

test("setting up, signing in and working with contacts without JavaScript", async ({ page }) => {
  await page.goto("/");
  await page.getByLabel("Company or workspace").fill(owner.workspace);
  await page.getByLabel("Your email").fill(owner.email);
  await page.getByLabel("Your password").fill(owner.password);
  await page.getByRole("radio", { name: /Add sample data/ }).check();
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Good \w+, Elena/);

  await page.context().clearCookies();
  await page.goto("/contacts");
  await fillSignIn(page);
  await expect(page).toHaveURL("/contacts");

  await test.step("create", async () => {
    const address = await create(page, { first_name: "Яна", last_name: "Без Скрипт", email: "yana@noscript.example" });
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Яна Без Скрипт");
    await page.locator("textarea[name=body]").fill("Called without a script.");
    await page.getByRole("button", { name: "Save note" }).click();
    await expect(page).toHaveURL(address);
    await expect(page.getByRole("region", { name: "Timeline" })).toContainText("Called without a script.");
  });

  await test.step("edit", async () => {
    await page.getByRole("link", { name: "Edit", exact: true }).filter({ visible: true }).first().click();
    await page.locator("[name=last_name]").fill("Без Скриптова");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Яна Без Скриптова");
  });

  await test.step("find, delete, undo", async () => {
    await find(page, "skriptova");
    await expect(rows(page)).toHaveCount(1);
    await rows(page).getByRole("link", { name: "Яна Без Скриптова" }).click();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("button", { name: "Delete contact" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Яна Без Скриптова");
  });
});

test("importing, filtering, sorting and paging without JavaScript", async ({ page }) => {
  await setUp(page);
  await page.goto("/import");
  await page.locator("input[name=file]").setInputFiles(clients);
  await page.getByRole("button", { name: "Upload" }).click();
  await page.getByRole("button", { name: "Check rows" }).click();
  await page.getByRole("button", { name: "Import 60 rows" }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("heading", { name: "60 rows are done" })).toBeVisible({ timeout: 100 });
  }).toPass({ timeout: 30_000 });

  const created = Number(await page.locator("#import-run .counts dd").first().innerText());

  await test.step("the next page", async () => {
    await page.goto("/contacts");
    await expect(rows(page)).toHaveCount(50);
    const first = await rows(page).locator(".name").allInnerTexts();
    await page.locator("#list-pager").getByRole("link", { name: "Next page" }).click();
    await expect(rows(page)).toHaveCount(created - 50);
    expect(first).not.toContain(await rows(page).first().locator(".name").innerText());
  });

  await test.step("sort by the head of a column", async () => {
    await page.goto("/contacts");
    const head = page.getByRole("columnheader", { name: "City" });
    await head.getByRole("link").click();
    await expect(head).toHaveAttribute("aria-sort", "ascending");
    const first = await cities(page);
    await head.getByRole("link").click();
    await expect(head).toHaveAttribute("aria-sort", "descending");
    const last = await cities(page);
    expect(inRuns(first), "the rows of a city stand together").toBe(true);
    expect(last[0], "the other way round").not.toBe(first[0]);
  });

  await test.step("filter by a field", async () => {
    await page.goto("/contacts");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("dialog", { name: "Filter by" }).getByRole("link", { name: "All fields" }).click();
    await page.getByRole("link", { name: "City", exact: true }).click();
    await page.getByLabel("Value").fill("Варна");
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page.getByRole("group", { name: "Filter: City" })).toContainText("Варна");
    const found = await rows(page).count();
    await expect(rows(page).filter({ hasText: "Варна" })).toHaveCount(found);
    await page.getByRole("link", { name: "Remove filter City" }).click();
    await expect(rows(page)).toHaveCount(50);
  });
});

async function cities(page: Page): Promise<string[]> {
  const at = await page.locator("th").evaluateAll((heads) => heads.findIndex((head) => head.getAttribute("data-col") === "city"));
  return rows(page).locator(`td:nth-child(${at + 1})`).allInnerTexts();
}

function inRuns(all: string[]): boolean {
  return all.filter((value, i) => value !== all[i - 1]).length === new Set(all).size;
}

function rows(page: Page) {
  return page.locator("[data-row]");
}

async function find(page: Page, text: string): Promise<void> {
  await page.goto("/contacts");
  await page.locator("[data-find]").fill(text);
  await page.locator("[data-find]").press("Enter");
}
