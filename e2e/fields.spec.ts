// Fields of a workspace's own: made in the settings, then used like any other.
import { expect, test } from "./kontor";
import { setUp } from "./steps";

test("a choice and an amount of one's own are used everywhere", async ({ page }) => {
  await setUp(page);

  await test.step("made in the settings", async () => {
    await page.goto("/settings/fields");
    await page.getByRole("link", { name: "New field" }).click();
    await page.getByRole("link", { name: "Choice", exact: true }).click();
    await page.getByLabel("Name", { exact: true }).fill("Price level");
    await page.locator("[name=options]").nth(0).fill("Gold");
    await page.locator("[name=options]").nth(1).fill("Silver");
    await page.locator("[name=shown]").last().check();
    await page.getByRole("button", { name: "Add field" }).click();
    await expect(page.getByText("Price level").first()).toBeVisible();
    await page.goto("/settings/fields/new?for=contact&type=money");
    await page.getByLabel("Name", { exact: true }).fill("Credit line");
    await page.locator("[name=shown]").last().check();
    await page.getByRole("button", { name: "Add field" }).click();
    await expect(page.getByText("Credit line").first()).toBeVisible();
  });

  await test.step("filled in the form, shown on the record", async () => {
    await page.goto("/contacts/new");
    await page.locator("[name=first_name]").fill("Ivaylo");
    await page.getByLabel("Price level").selectOption({ label: "Gold" });
    await page.getByLabel("Credit line").first().fill("1500");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page).toHaveURL(/\/contacts\/[0-9a-f-]{36}$/);
    await expect(page.locator(".details")).toContainText("Gold");
    await expect(page.locator(".details")).toContainText("1,500.00");
  });

  await test.step("changed in its place by keyboard", async () => {
    const value = page.locator(".details dt", { hasText: "Price level" }).locator("xpath=following-sibling::dd[1]");
    await value.getByRole("button").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("combobox", { name: "Price level" }).selectOption({ label: "Silver" });
    await page.keyboard.press("Enter");
    await expect(value).toContainText("Silver");
    await expect(page.locator("#story")).toContainText("Price level");
  });

  await test.step("a column of the list, filtered and in the file", async () => {
    await page.goto("/contacts");
    await expect(page.getByRole("columnheader", { name: "Price level" })).toBeVisible();
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.locator("#filter-menu, [popover]:popover-open").getByRole("link", { name: "Price level" }).click();
    await page.getByRole("checkbox", { name: "Gold" }).check();
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page.getByText("Nothing matches")).toBeVisible();
    const file = await page.request.get("/contacts/export?format=csv");
    expect(await file.text()).toContain("Silver");
  });
});
