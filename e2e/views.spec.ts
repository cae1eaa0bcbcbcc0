import type { Page } from "@playwright/test";
import { expect, test } from "./kontor";
import { setUp } from "./steps";

test("views, filters in groups and favourites with the mouse", async ({ page }) => {
  await setUp(page, { sampleData: true });
  await page.goto("/contacts");
  const tabs = page.getByRole("navigation", { name: "Views" });
  const state = page.locator("#view-state");
  const panel = page.locator("#filter-edit");

  await test.step("a filter, and a second condition beside it", async () => {
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    const menu = page.getByRole("dialog", { name: "Filter by" });
    await menu.getByRole("link", { name: "City" }).click();
    await menu.getByLabel("Value").fill("Mainz");
    await menu.getByRole("button", { name: "Apply" }).click();
    await expect(menu).toBeHidden();
    await page.getByRole("group", { name: "Filter: City" }).getByRole("button", { name: "Mainz" }).click();
    await panel.getByRole("link", { name: "Or…" }).click();
    await panel.getByRole("link", { name: "City" }).click();
    await panel.getByLabel("Value").fill("Пловдив");
    await panel.getByRole("button", { name: "Apply" }).click();
    await expect(panel).toContainText("Any of these");
    await expect(page).toHaveURL(/filter=any\(city:Mainz\)\(city:/);
    await expect(rows(page).filter({ hasText: /Mainz|Пловдив/ })).toHaveCount(await rows(page).count());
  });

  await test.step("a group in the group, turned round and removed", async () => {
    await panel.getByRole("group", { name: "Any of these" }).getByRole("link", { name: "All of" }).click();
    await panel.getByRole("link", { name: "Tags" }).click();
    await panel.getByRole("combobox", { name: "Value" }).fill("custo");
    await panel.getByRole("option", { name: "Customer" }).click();
    await panel.getByRole("button", { name: "Apply" }).click();
    await expect(page).toHaveURL(/\(all\(tags:/);
    await panel.getByRole("link", { name: "Ask for any" }).click();
    await expect(page).toHaveURL(/\(any\(tags:/);
    await panel.getByRole("link", { name: "Remove filter Tags" }).click();
    await expect(page).not.toHaveURL(/tags/);
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
  });

  await test.step("it is saved as a view and counted", async () => {
    await expect(state).toContainText("Unsaved changes");
    await state.getByRole("link", { name: "Save view" }).click();
    const dialog = page.getByRole("dialog", { name: "New view" });
    await dialog.getByLabel("Name").fill("Two towns");
    await dialog.getByRole("radio", { name: "Everybody here" }).check();
    await dialog.getByRole("button", { name: "Save view" }).click();
    await expect(page).toHaveURL(/\/contacts\?view=[0-9a-f-]+$/);
    await expect(tabs.locator("[aria-current]")).toContainText(/Two towns\s*\d+/);
    await expect(state).not.toContainText("Unsaved changes");
  });
  const address = page.url();

  await test.step("a change shows, is reset, is saved", async () => {
    await page.getByRole("columnheader", { name: "City" }).getByRole("link").click();
    await expect(state).toContainText("Unsaved changes");
    await state.getByRole("link", { name: "Reset" }).click();
    await expect(page).toHaveURL(address);
    await expect(state).not.toContainText("Unsaved changes");
    await page.getByRole("link", { name: /^Remove filter/ }).click();
    await expect(rows(page)).toHaveCount(50);
    await page.reload();
    await expect(rows(page), "the address holds the whole state, be it nothing").toHaveCount(50);
    await page.getByRole("columnheader", { name: "Name" }).getByRole("link").click();
    await state.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("View Two towns saved")).toBeVisible();
    await expect(page).toHaveURL(address);
    await expect(rows(page)).toHaveCount(50);
  });

  await test.step("renamed, duplicated, moved, opened first, deleted and back", async () => {
    await act(page, "Rename or share", "link");
    await page.getByRole("dialog", { name: "Rename or share" }).getByLabel("Name").fill("By name");
    await page.getByRole("dialog", { name: "Rename or share" }).getByRole("button", { name: "Save" }).click();
    await expect(tabs.locator("[aria-current]")).toContainText("By name");
    await act(page, "Duplicate");
    await expect(tabs.locator("[aria-current]")).toContainText("By name (copy)");
    await act(page, "Move to the left");
    await expect(tabs.getByRole("link")).toContainText(["All contacts", "My contacts", "By name (copy)", "By name"]);
    await act(page, "Open this view first");
    await page.goto("/companies");
    await page.getByRole("navigation", { name: "Records" }).getByRole("link", { name: "Contacts" }).click();
    await expect(tabs.locator("[aria-current]")).toContainText("By name (copy)");
    await act(page, "Delete view");
    await expect(page.getByText("View By name (copy) deleted")).toBeVisible();
    await expect(tabs.locator("[aria-current]")).toContainText("All contacts");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(tabs.locator("[aria-current]")).toContainText("By name (copy)");
  });

  await test.step("stars: a record, a view, their order", async () => {
    await act(page, "Add to favourites");
    await rows(page).first().locator("a.who").first().click();
    const star = page.getByRole("button", { name: "Favourite" });
    await expect(star).toHaveAttribute("aria-pressed", "false");
    await star.click();
    await expect(star).toHaveAttribute("aria-pressed", "true");
    const name = await page.getByRole("heading", { level: 1 }).innerText();
    const favourites = page.getByRole("navigation", { name: "Favourites" });
    await expect(favourites.locator(".nav-item")).toHaveText([/By name \(copy\)/, new RegExp(name)]);
    await favourites.getByRole("link", { name: "Favourites" }).click();
    await page.getByRole("button", { name: `Move ${name} up` }).click();
    await expect(favourites.locator(".nav-item")).toHaveText([new RegExp(name), /By name \(copy\)/]);
    await page.getByRole("button", { name: `Remove ${name} from favourites` }).click();
    await expect(favourites.locator(".nav-item")).toHaveText([/By name \(copy\)/]);
  });
});

test("views and filters by keyboard alone", async ({ page }) => {
  await setUp(page, { sampleData: true });
  await page.goto("/contacts");
  await page.keyboard.press("f");
  await to(page, "City");
  await page.keyboard.press("Enter");
  await expect(page.locator("#filter-op")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.type("Mainz");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/city=Mainz/);
  await expect(page.locator("#filter-menu")).toBeHidden();
  await to(page, "Mainz");
  await page.keyboard.press("Enter");
  await expect(page.locator("#filter-op")).toBeFocused();
  await to(page, "Or…");
  await page.keyboard.press("Enter");
  await expect(page.locator("#filter-edit").getByRole("link", { name: "Name", exact: true })).toBeVisible();
  await to(page, "City");
  await page.keyboard.press("Enter");
  await expect(page.locator("#filter-op")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.type("Linz");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/filter=any\(city:Mainz\)\(city:Linz\)/);
  await page.keyboard.press("Escape");
  await to(page, "Save view");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "New view" }).getByLabel("Name")).toBeFocused();
  await page.keyboard.type("Mainz or Linz");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("navigation", { name: "Views" }).locator("[aria-current]")).toContainText("Mainz or Linz");
  await to(page, "Actions for the view Mainz or Linz");
  await page.keyboard.press("Enter");
  await expect(page.locator("#view-menu")).toBeVisible();
  await to(page, "Add to favourites", "ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("navigation", { name: "Favourites" })).toContainText("Mainz or Linz");
});

test("a shared view and a group are seen at 390 px, and without a script", async ({ page, browser }) => {
  await setUp(page, { sampleData: true });
  await page.goto(`/views/new?list=contacts&query=${encodeURIComponent("filter=any(city:Mainz)(city:Linz)")}`);
  await page.getByLabel("Name").fill("Towns");
  await page.getByRole("button", { name: "Save view" }).click();
  await expect(page.getByRole("group", { name: "Filter: Any of" })).toContainText("City contains Mainz or City contains Linz");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await expect(page.getByRole("navigation", { name: "Views" }).locator("[aria-current]")).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth), "nothing is wider than the phone").toBeLessThanOrEqual(390);
  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState(), baseURL: new URL(page.url()).origin });
  const quiet = await plain.newPage();
  await quiet.goto(page.url());
  await expect(quiet.getByRole("group", { name: "Filter: Any of" })).toBeVisible();
  await quiet.goto("/contacts/filter?open=filter-menu&list=city%3DMainz");
  await quiet.getByRole("link", { name: "Any of", exact: true }).click();
  await quiet.getByRole("link", { name: "Country" }).click();
  await quiet.getByLabel("Value").first().selectOption("DE");
  await quiet.getByRole("button", { name: "Apply" }).click();
  await expect(quiet).toHaveURL(/city=Mainz&filter=any\(country:DE\)/);
  await plain.close();
});

function rows(page: Page) {
  return page.locator("[data-row]");
}

/** Does something from the menu of the open view. */
async function act(page: Page, name: string, role: "button" | "link" = "button"): Promise<void> {
  await page.getByRole("button", { name: /^Actions for the view/ }).click();
  await page.locator("#view-menu").getByRole(role, { name, exact: true }).click();
}

/** Presses the key until the focus is on what has this name. */
async function to(page: Page, name: string, key = "Tab"): Promise<void> {
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press(key);
    const at = await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent?.trim());
    if (at === name) return;
  }
  throw new Error(`${key} never reaches ${name}`);
}
