import { expect, test } from "./kontor";
import { setUp } from "./steps";

test("the palette finds with a typo, goes anywhere and acts on the page", async ({ page }) => {
  await setUp(page, { sampleData: true });
  await page.goto("/contacts");
  const palette = page.getByRole("dialog", { name: "Search or jump to" });
  const ask = async (words: string) => {
    if (!(await palette.isVisible())) await page.keyboard.press("Control+k");
    await palette.getByRole("combobox").fill(words);
  };

  await test.step("one typo is forgiven, in the other script too", async () => {
    await ask("katarina vogl");
    await ask("kathraina");
    await expect(palette.getByText("Nothing has “kathraina”. This is close:")).toBeVisible();
    await expect(palette.getByRole("option", { name: /^Katharina Vogel/ })).toBeVisible();
    await ask("stoyanof");
    await expect(palette.getByRole("option", { name: /^Ивайло Стоянов/ })).toBeVisible();
  });

  await test.step("it goes to any page by keyboard alone", async () => {
    await ask("api tok");
    await expect(palette.getByRole("option", { name: "API tokens" })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "API tokens" })).toBeVisible();
  });

  await test.step("Enter waits for the answer to the words that stand there", async () => {
    await page.goto("/contacts");
    await ask("katharina vogel");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Katharina Vogel" })).toBeVisible();
    await page.goto("/search?q=api+tok");
    await page.getByRole("link", { name: "API tokens" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "API tokens" })).toBeVisible();
  });

  await test.step("it acts on the ticked rows", async () => {
    await page.goto("/contacts");
    await page.locator("[data-row] [data-select]").nth(1).check();
    await ask(">delete");
    await expect(palette.getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await expect(palette).toBeHidden();
    await expect(page.getByText("1 record deleted").or(page.getByText(/deleted/))).toBeVisible();
  });

  await test.step("it acts on the record it stands on", async () => {
    await page.locator("[data-row] a.who").first().click();
    await page.waitForURL(/\/contacts\/[0-9a-f-]{36}/);
    await ask(">edit");
    await page.keyboard.press("Enter");
    await expect(page.locator("[name=first_name]")).toBeVisible();
  });

  await test.step("words that name nobody become a new contact", async () => {
    await page.goto("/contacts");
    await ask("Гергана Непозната");
    await palette.getByRole("option", { name: "New contact “Гергана Непозната”" }).click();
    await expect(page.locator("[name=first_name]")).toHaveValue("Гергана");
    await expect(page.locator("[name=last_name]")).toHaveValue("Непозната");
  });
});

test("peeking at records beside the list", async ({ page }) => {
  await setUp(page, { sampleData: true });
  await page.goto("/contacts");
  const peek = page.getByRole("complementary").filter({ has: page.locator("#peek-name") });
  const [first = "", second = "", third = ""] = await page.locator("[data-row] [data-m=a] .name").allInnerTexts();

  await test.step("by keyboard: Space, J, Escape, Enter", async () => {
    await page.keyboard.press("j");
    await page.keyboard.press("Space");
    await expect(peek.getByRole("heading", { name: first })).toBeVisible();
    await page.keyboard.press("j");
    await expect(peek.getByRole("heading", { name: second })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(peek).toBeHidden();
    await page.keyboard.press("Space");
    await expect(peek.getByRole("heading", { name: second })).toBeVisible();
    await page.keyboard.press("Space");
    await expect(peek).toBeHidden();
  });

  await test.step("by mouse: the button, the rows, next and previous, close", async () => {
    await page.getByRole("button", { name: "Peek at the current row" }).click();
    await expect(peek.getByRole("heading", { name: second })).toBeVisible();
    await peek.getByRole("button", { name: "Next contact" }).click();
    await expect(peek.getByRole("heading", { name: third })).toBeVisible();
    await expect(peek.getByRole("button", { name: "Next contact" })).toBeFocused();
    await peek.getByRole("button", { name: "Previous contact" }).click();
    await expect(peek.getByRole("heading", { name: second })).toBeVisible();
    await peek.getByRole("button", { name: "Close" }).click();
    await expect(peek).toBeHidden();
  });
});
