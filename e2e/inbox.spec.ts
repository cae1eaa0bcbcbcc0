// What members are told: a mention reaches the colleague's inbox at once, and the tasks of others stand in the view of the team.
import type { Page } from "@playwright/test";
import { accessible } from "./judge";
import { expect, test } from "./kontor";
import { create, setUp } from "./steps";

const unread = (page: Page) => page.locator('.sidebar .nav-item[href="/inbox"] .badge');

/** Invites a colleague, who joins in a browser of their own. */
async function colleague(page: Page, other: Page): Promise<void> {
  const answer = await page.request.post("/settings/invitations", { form: { email: "boro@x.example", role: "user" } });
  const path = /\/join\/[\w-]+/.exec(await answer.text())?.[0] ?? "";
  await other.goto(path);
  await other.locator("[name=first_name]").fill("Boro");
  await other.locator("[name=last_name]").fill("Iliev");
  await other.locator("[name=password]").fill("harbour-42-kite-tundra");
  await other.locator("form[action^='/join/'] [type=submit]").click();
  await expect(other).not.toHaveURL(/\/join\//);
}

test("a mention reaches the colleague's inbox, and the number in the menu is live", async ({ page, another }) => {
  await setUp(page);
  const other = await (await another()).newPage();
  await colleague(page, other);
  await other.goto("/tasks");
  await expect(unread(other)).toHaveCount(0);

  const ivan = await create(page, { first_name: "Ivan", last_name: "Kolev" });
  await page.goto(ivan);
  const note = page.locator("#composer");
  await note.click();
  await note.pressSequentially("Please call him, @Bor");
  await expect(page.getByRole("option", { name: "Boro Iliev" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(note).toHaveValue("Please call him, @Boro Iliev ");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.locator("#story .mention")).toHaveText("@Boro Iliev");

  await expect(unread(other), "without a reload").toHaveText("1");
  await other.locator('.sidebar .nav-item[href="/inbox"]').click();
  await expect(other.locator(".inbox li")).toContainText("mentioned you on Ivan Kolev");
  await accessible(other);
  await other.locator(".inbox form button").first().click();
  await expect(other).toHaveURL(ivan);
  await expect(unread(other)).toHaveCount(0);
});

test("a task given to a colleague stands in the view of the team, and they are told", async ({ page, another }) => {
  await setUp(page);
  const other = await (await another()).newPage();
  await colleague(page, other);
  await other.goto("/");
  await page.goto("/tasks/new");
  await page.locator("[name=title]").fill("Send the samples");
  await page.locator("#f-assigned_to").fill("Boro");
  await page.getByRole("option", { name: "Boro Iliev" }).click();
  await page.locator("[type=submit][form=record-form]").click();
  await expect(page).not.toHaveURL(/\/tasks\/new/);

  await expect(unread(other)).toHaveText("1");
  await page.goto("/tasks?view=mine");
  await expect(page.locator("[data-row]").filter({ hasText: "Send the samples" })).toHaveCount(0);
  await page.goto("/tasks?view=team");
  await expect(page.locator("[data-row]").filter({ hasText: "Send the samples" })).toContainText("Boro Iliev");
  await other.goto("/tasks?view=team");
  await expect(other.locator("[data-row]").filter({ hasText: "Send the samples" })).toHaveCount(0);
  await other.goto("/tasks?view=mine");
  await expect(other.locator("[data-row]").filter({ hasText: "Send the samples" })).toBeVisible();
});
