import type { Page } from "@playwright/test";
import { accessible } from "./judge";
import { expect, test } from "./kontor";
import { setUp, signIn } from "./steps";

const lane = (page: Page, name: string) => page.getByRole("region", { name, exact: true }).and(page.locator(".lane"));
const card = (page: Page, name: string) => page.locator("[data-card]").filter({ hasText: name });

/** Makes a deal in the form and returns the address of its page. */
async function deal(page: Page, name: string, value: string): Promise<string> {
  await page.goto("/deals/new");
  await page.locator("[name=name]").fill(name);
  await page.locator("[name=value]").fill(value);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/deals\/[0-9a-f-]{36}$/);
  return page.url();
}

test("a deal from the first word to the order, by mouse", async ({ page }) => {
  await setUp(page);
  await page.goto("/deals/board");
  await expect(lane(page, "Lead")).toBeVisible();
  await accessible(page);
  await lane(page, "Lead").getByRole("link", { name: "New deal in Lead" }).click();
  await lane(page, "Lead").getByRole("textbox", { name: "Name" }).fill("Line 3 monitoring");
  await lane(page, "Lead").getByRole("textbox", { name: "Value" }).fill("62,400");
  await lane(page, "Lead").getByRole("button", { name: "Add" }).click();
  await expect(card(page, "Line 3 monitoring")).toContainText("62,400");
  await expect(lane(page, "Lead").locator(".count")).toHaveText("1");

  await card(page, "Line 3 monitoring").dragTo(lane(page, "Proposal").locator("ol"));
  await expect(lane(page, "Proposal").locator("[data-card]")).toHaveCount(1);
  await expect(lane(page, "Proposal").locator(".sum")).toContainText("31,200");
  await page.reload();
  await expect(lane(page, "Proposal").locator("[data-card]")).toHaveCount(1);

  await card(page, "Line 3 monitoring").getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Line 3 monitoring");
  await accessible(page);
  await page.getByRole("link", { name: "Edit products" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Vibration sensor");
  await page.getByRole("textbox", { name: "Quantity" }).fill("12");
  await page.getByRole("textbox", { name: "Price" }).fill("3450");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".sumline")).toContainText("41,400.00");
  await page.getByRole("button", { name: "Won", exact: true }).first().click();
  await expect(page.locator(".hero .badge")).toHaveText("Won");
  await expect(page.locator("#story")).toContainText("Elena");
});

test("losing a deal asks why, on the board, and putting it off puts the card back", async ({ page }) => {
  await setUp(page);
  await deal(page, "Pilot, two wells", "22000");
  await page.goto("/deals/board");
  await card(page, "Pilot").dragTo(lane(page, "Lost").locator("ol"));
  const dialog = page.getByRole("dialog", { name: "Why was it lost?" });
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(lane(page, "Lead").locator("[data-card]")).toHaveCount(1);
  await card(page, "Pilot").dragTo(lane(page, "Lost").locator("ol"));
  await dialog.getByRole("combobox", { name: "Lost reason" }).selectOption({ label: "Price" });
  await dialog.getByRole("button", { name: "Move" }).click();
  await expect(lane(page, "Lost").locator("[data-card]")).toHaveCount(1);
  await expect(lane(page, "Lost").locator(".count")).toHaveText("1");
});

test("the same way by keyboard alone", async ({ page }) => {
  await setUp(page);
  await page.goto("/deals/board");
  await page.keyboard.press("c");
  await expect(page.locator("[name=name]")).toBeFocused();
  await page.keyboard.type("Furnace control");
  await page.locator("[name=value]").focus();
  await page.keyboard.type("88000");
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page).toHaveURL(/\/deals\/[0-9a-f-]{36}$/);
  await page.goto("/deals/board");
  await card(page, "Furnace").focus();
  await page.keyboard.press("Space");
  await expect(page.locator("#board-says")).toContainText("lifted");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("#board-says")).toContainText("over Qualified, position 1 of 1");
  await page.keyboard.press("Escape");
  await expect(lane(page, "Lead").locator("[data-card]")).toHaveCount(1);
  await page.keyboard.press("Space");
  for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await expect(page.locator("#board-says")).toContainText("moved to Won");
  await expect(lane(page, "Won").locator(".count")).toHaveText("1");
  await page.reload();
  await expect(lane(page, "Won").locator("[data-card]")).toHaveCount(1);
});

test("two people drag the same card: the second is told who was faster", async ({ page, another }) => {
  await setUp(page);
  await deal(page, "Gear test bench", "128400");
  const other = await (await another()).newPage();
  await signIn(other);
  await other.goto("/deals/board");
  await page.goto("/deals/board");
  await card(page, "Gear").dragTo(lane(page, "Qualified").locator("ol"));
  await expect(lane(other, "Qualified").locator("[data-card]"), "a colleague's move comes in by itself").toHaveCount(1, { timeout: 15_000 });

  await other.route("**/live?*", (route) => route.fulfill({ status: 204 })); // this browser is told nothing
  await other.reload();
  await card(page, "Gear").dragTo(lane(page, "Proposal").locator("ol"));
  await expect(lane(page, "Proposal").locator(".count")).toHaveText("1");
  await card(other, "Gear").dragTo(lane(other, "Negotiation").locator("ol"));
  await expect(other.getByText(/Not moved: .* moved this deal to “Proposal” meanwhile/)).toBeVisible();
  await expect(lane(other, "Proposal").locator("[data-card]")).toHaveCount(1);
});

test("a stage that goes asks where its deals go", async ({ page }) => {
  await setUp(page);
  await deal(page, "Kiln sensors", "9840");
  await page.goto("/settings/pipelines");
  await accessible(page);
  await page.getByRole("link", { name: "Edit pipeline" }).click();
  await page.getByRole("link", { name: "Delete stage" }).first().click();
  await page.getByRole("button", { name: "Delete stage" }).click();
  await expect(page.locator("[name=to]")).toHaveAttribute("aria-invalid", "true");
  await page.locator("[name=to]").selectOption({ label: "Qualified" });
  await page.getByRole("button", { name: "Delete stage" }).click();
  await page.goto("/deals/board");
  await expect(lane(page, "Qualified").locator("[data-card]")).toHaveCount(1);
  await expect(lane(page, "Lead")).toHaveCount(0);
});

test("the forecast adds up months and shows targets", async ({ page }) => {
  await setUp(page);
  await deal(page, "Bottling line", "27350");
  await page.goto("/deals/forecast");
  await expect(page.getByRole("row", { name: /^Sales/ })).toContainText("2,735");
  await page.getByRole("textbox", { name: /^Target of/ }).fill("50000");
  await page.getByRole("button", { name: /^Save the target/ }).click();
  await expect(page.getByText("0% of the target")).toBeVisible();
  await accessible(page);
});

test.describe("on a phone, in Bulgarian", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });
  test("от първата дума до поръчката", async ({ page }) => {
    await setUp(page, { language: "bg" });
    await page.goto("/deals/new");
    await page.locator("[name=name]").fill("Котелно, втори цех");
    await page.locator("[name=value]").fill("18 900");
    await page.getByRole("button", { name: "Запис", exact: true }).click();
    await expect(page).toHaveURL(/\/deals\/[0-9a-f-]{36}$/);
    await page.goto("/deals/board");
    await accessible(page);
    await card(page, "Котелно").getByRole("button", { name: /Преместване/ }).click();
    await page.locator("#board-move").getByRole("button", { name: "Спечелена" }).click();
    await page.reload();
    await expect(lane(page, "Спечелена").locator("[data-card]")).toHaveCount(1);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(wide, "the page is no wider than the screen").toBe(false);
  });
});
