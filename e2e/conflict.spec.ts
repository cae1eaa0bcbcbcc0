import type { Page } from "@playwright/test";
import { expect, test } from "./kontor";
import { accessible } from "./judge";
import { create, fillSignIn, setUp, signIn } from "./steps";

test("two people change the same contact, and nothing is lost", async ({ page, another }) => {
  await setUp(page);
  const address = await create(page, { first_name: "Мария", last_name: "Караджова", position: "Buyer", city: "Варна" });
  const other = await (await another()).newPage();
  await signIn(other);

  await page.goto(`${address}/edit`);
  await other.goto(`${address}/edit`);
  await save(other, { position: "Head of purchasing", city: "Пловдив" });
  await expect(other).toHaveURL(address);

  await save(page, { position: "Director", source: "Fair in Plovdiv" });
  const clash = page.getByRole("alert").filter({ hasText: "Somebody changed this" });
  await expect(clash).toContainText("Director");
  await expect(clash).toContainText("Head of purchasing");
  await expect(page.locator("[name=source]")).toHaveValue("Fair in Plovdiv");
  await accessible(page);

  await page.getByRole("group", { name: "Job title" }).getByRole("radio", { name: /Director/ }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(address);
  const details = page.getByRole("region", { name: "Details" });
  await expect(details).toContainText("Director");
  await expect(details).toContainText("Fair in Plovdiv");
  await expect(details, "what the other one changed and nobody else touched").toContainText("Пловдив");
  await expect(page.getByRole("region", { name: "Timeline" })).toContainText("Head of purchasing");
});

test("a session that was ended elsewhere leads through sign-in back to the page", async ({ page, another }) => {
  await setUp(page);
  const address = await create(page, { first_name: "Иван", last_name: "Колев" });
  const other = await (await another()).newPage();
  await signIn(other);
  await other.goto(address);

  await page.goto("/settings/sessions");
  await page.getByRole("button", { name: /others|other sessions/i }).click();
  await other.getByRole("link", { name: "Edit", exact: true }).filter({ visible: true }).first().click();
  await expect(other).toHaveURL(/\/login\?next=/);
  await fillSignIn(other);
  await expect(other).toHaveURL(`${address}/edit`);
});

async function save(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await page.locator(`[name=${name}]`).fill(value);
  await page.getByRole("button", { name: "Save" }).click();
}
