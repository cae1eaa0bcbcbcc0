import type { Page } from "@playwright/test";
import { expect, test } from "./kontor";
import { accessible } from "./judge";
import { create, setUp, signIn } from "./steps";

/** Changes fields of a contact through its form, as a colleague would. */
async function edit(page: Page, address: string, fields: Record<string, string>): Promise<void> {
  await page.goto(`${address}/edit`);
  for (const [name, value] of Object.entries(fields)) await page.locator(`[name=${name}]`).fill(value);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(address);
}

const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

test("a colleague's change appears in an open list, and nothing moves under the hands", async ({ page, another }) => {
  await setUp(page);
  const ivan = await create(page, { first_name: "Иван", last_name: "Колев", email: "ivan@x.example" });
  const maria = await create(page, { first_name: "Мария", last_name: "Караджова" });
  const other = await (await another()).newPage();
  await signIn(other);

  await page.goto("/contacts");
  await row(page, "Мария").getByRole("checkbox").check();
  await page.getByRole("searchbox", { name: "Find in this view" }).focus();
  await Promise.all([
    edit(other, ivan, { email: "ivan.kolev@x.example" }),
    expect(row(page, "Иван").locator("[data-fresh]"), "the mark, which fades").toHaveCount(1, { timeout: 30_000 }),
  ]);
  await expect(row(page, "Иван")).toContainText("ivan.kolev@x.example");
  await expect(row(page, "Мария").getByRole("checkbox")).toBeChecked();
  await expect(page.getByRole("searchbox", { name: "Find in this view" })).toBeFocused();

  await create(other, { first_name: "Радка", last_name: "Пенчева" });
  const pill = page.locator("[data-live-pill]");
  await expect(pill).toContainText("1 change");
  await expect(row(page, "Радка"), "a new row waits until it is asked for").toHaveCount(0);
  await other.goto(maria);
  await other.getByRole("button", { name: "More actions" }).click();
  await other.getByRole("button", { name: "Delete contact" }).click();
  await expect(pill).toContainText("2 changes");
  await expect(row(page, "Мария")).toContainText("no longer in this list");
  await accessible(page);

  await pill.getByRole("button", { name: "Show" }).click();
  await expect(row(page, "Радка")).toBeVisible();
  await expect(row(page, "Мария")).toHaveCount(0);
  await expect(pill.getByRole("button", { name: "Show" })).toBeHidden();
  await expect(page.locator("#list-total")).toHaveText("2 contacts");
});

test("the same by keyboard: R shows what came, and the focus stays", async ({ page, another }) => {
  await setUp(page);
  await create(page, { first_name: "Иван", last_name: "Колев" });
  const other = await (await another()).newPage();
  await signIn(other);
  await page.goto("/contacts");
  await page.keyboard.press("j");
  const before = await page.locator("[data-cursor]").getAttribute("data-row");
  await create(other, { first_name: "Радка", last_name: "Пенчева" });
  await expect(page.locator("[data-live-pill]")).toContainText("1 change");
  await page.keyboard.press("r");
  await expect(row(page, "Радка")).toBeVisible();
  await expect(page.locator("[data-cursor]")).toHaveAttribute("data-row", before ?? "");
});

test("a colleague's change appears on an open record, and what is typed stays", async ({ page, another }) => {
  await setUp(page);
  const address = await create(page, { first_name: "Мария", last_name: "Караджова", position: "Buyer" });
  const other = await (await another()).newPage();
  await signIn(other);

  await page.goto(address);
  const note = page.locator("#composer");
  await note.fill("Asked for the price list");
  await page.getByRole("button", { name: "More actions" }).click();
  await edit(other, address, { position: "Head of purchasing" });
  const details = page.getByRole("region", { name: "Details" });
  await expect(details).toContainText("Head of purchasing");
  await expect(page.getByRole("region", { name: "Timeline" })).toContainText("changed Job title");
  await expect(note).toHaveValue("Asked for the price list");
  await expect(page.getByRole("link", { name: "Copy link" }).or(page.getByRole("button", { name: "Copy link" }))).toBeVisible();

  await page.keyboard.press("Escape");
  await other.locator("#composer").fill("Called back");
  await other.getByRole("button", { name: "Save note" }).click();
  await expect(page.getByRole("region", { name: "Timeline" })).toContainText("Called back");
  await expect(note).toHaveValue("Asked for the price list");
});

test("an open form says who changed what, and leads to both values", async ({ page, another }) => {
  await setUp(page);
  const address = await create(page, { first_name: "Мария", last_name: "Караджова", position: "Buyer" });
  const other = await (await another()).newPage();
  await signIn(other);

  await page.goto(`${address}/edit`);
  await page.locator("[name=position]").fill("Director");
  await edit(other, address, { position: "Head of purchasing" });
  const news = page.locator("[data-live-form]");
  await expect(news).toContainText("Job title");
  await expect(page.locator("[name=position]"), "what is typed is not touched").toHaveValue("Director");
  await accessible(page);
  await news.getByRole("button", { name: "Compare with yours" }).click();
  const clash = page.getByRole("alert").filter({ hasText: "Somebody changed this" });
  await expect(clash).toContainText("Director");
  await expect(clash).toContainText("Head of purchasing");
});

test("who else looks at a record is shown, and is gone when they leave", async ({ page, another }) => {
  await setUp(page);
  const address = await create(page, { first_name: "Мария", last_name: "Караджова" });
  const link = await invite(page, "boris@vitosha.example");
  const other = await (await another()).newPage();
  await join(other, link, "Борис Илиев");

  await page.goto(address);
  await other.goto(address);
  const here = page.locator("[data-present]");
  await expect(here).toContainText("Борис Илиев has this open");
  await expect(other.locator("[data-present] li")).toHaveCount(1);
  await accessible(page);
  await other.goto(`${address}/edit`);
  await expect(here).toContainText("Борис Илиев is editing this");
  await other.goto("/companies");
  await expect(here).toBeEmpty({ timeout: 5000 });
});

test("a record that a colleague deletes says so and keeps what is typed", async ({ page, another }) => {
  await setUp(page);
  const address = await create(page, { first_name: "Мария", last_name: "Караджова" });
  const other = await (await another()).newPage();
  await signIn(other);
  await page.goto(address);
  await page.locator("#composer").fill("Half a thought");
  await other.goto(address);
  await other.getByRole("button", { name: "More actions" }).click();
  await other.getByRole("button", { name: "Delete contact" }).click();
  await expect(page.getByText("Somebody deleted this")).toBeVisible();
  await expect(page.locator("#composer")).toHaveValue("Half a thought");
});

async function invite(page: Page, email: string): Promise<string> {
  const answer = await page.request.post("/settings/invitations", { form: { email, role: "admin" } });
  const link = /\/join\/[\w-]+/.exec(await answer.text())?.[0];
  expect(link, "the page shows the link of the invitation").toBeTruthy();
  return link ?? "";
}

async function join(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  const [first = "", last = ""] = name.split(" ");
  await page.locator("[name=first_name]").fill(first);
  await page.locator("[name=last_name]").fill(last);
  await page.locator("[name=password]").fill("tundra-harbour-43-kite");
  await page.locator("form [type=submit]").first().click();
  await expect(page).not.toHaveURL(/\/join\//);
}
