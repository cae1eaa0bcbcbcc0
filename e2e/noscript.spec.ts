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
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Contacts/);

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

  await page.goto("/contacts");
  await expect(rows(page)).toHaveCount(50);
  await page.locator("#list-foot").getByRole("link", { name: "Next page" }).click();
  await expect(rows(page)).toHaveCount(10);

  await page.goto("/contacts");
  await page.getByRole("columnheader", { name: "Name" }).getByRole("link").click();
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "ascending");
  const names = await rows(page).locator("[data-m=a] a").allInnerTexts();
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, "bg")));
});

function rows(page: Page) {
  return page.locator("[data-row]");
}

async function find(page: Page, text: string): Promise<void> {
  await page.goto("/contacts");
  await page.locator("[data-find]").fill(text);
  await page.locator("[data-find]").press("Enter");
}
