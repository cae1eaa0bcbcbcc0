// One value at a time, in its place: on the record and in the cells of the list, by mouse and by keyboard alone.
import { expect, test } from "./kontor";
import { create, setUp } from "./steps";

test("a value of a record is edited in its place", async ({ page }) => {
  await setUp(page);
  const path = await create(page, { first_name: "Ivaylo", last_name: "Stoyanov", position: "Engineer" });
  const value = (name: string) => page.locator(".details dt", { hasText: name }).locator("xpath=following-sibling::dd[1]");

  await test.step("a click opens the field, Enter saves", async () => {
    await value("Job title").getByRole("button").click();
    const field = page.getByRole("textbox", { name: "Job title" });
    await expect(field).toBeFocused();
    await field.fill("Head of production");
    await field.press("Enter");
    await expect(value("Job title")).toContainText("Head of production");
    await expect(page.locator(".hero")).toContainText("Head of production");
    await expect(page.locator("#story")).toContainText("changed Job title");
  });

  await test.step("Tab saves and goes on, Escape brings back", async () => {
    await value("Job title").getByRole("button").focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("textbox", { name: "Job title" })).toBeFocused();
    await page.keyboard.type("Director");
    await page.keyboard.press("Tab");
    const company = page.getByRole("combobox", { name: "Company" });
    await expect(company).toBeFocused();
    await expect(value("Job title")).toContainText("Director");
    await page.keyboard.type("Tundzha");
    await page.keyboard.press("Escape");
    if (await company.isVisible()) await page.keyboard.press("Escape");
    await expect(company).toBeHidden();
    await expect(value("Company")).toContainText("–");
  });

  await test.step("what cannot be taken stays, with the reason", async () => {
    await value("Country").getByRole("button").click();
    await page.getByRole("combobox", { name: "Country" }).selectOption({ label: "Bulgaria" });
    await page.keyboard.press("Enter");
    await expect(value("Country")).toContainText("Bulgaria");
    await value("Birthday").getByRole("button").click();
    const birthday = page.getByRole("textbox", { name: "Birthday" });
    await birthday.fill("soon");
    await birthday.press("Enter");
    await expect(page.getByRole("alert")).toContainText("This is not a date");
    await expect(birthday).toHaveValue("soon");
    await birthday.fill("25.4.1980");
    await birthday.press("Enter");
    await expect(value("Birthday")).toContainText("25 Apr 1980");
  });

  await page.goto(path);
  await expect(value("Job title")).toContainText("Director");
});

test("somebody else's value is shown beside mine", async ({ page, another }) => {
  await setUp(page);
  const path = await create(page, { first_name: "Ralitsa", city: "Ruse", position: "Buyer" });
  const other = await (await another()).newPage();
  await other.goto("/login");
  await other.locator("[name=email]").fill("elena@vitosha.example");
  await other.locator("[name=password]").fill("tundra-harbour-42-kite");
  await other.locator("form[action='/login'] [type=submit]").click();
  await other.goto(path);
  const value = (on: typeof page, name: string) => on.locator(".details dt", { hasText: name }).locator("xpath=following-sibling::dd[1]");

  await value(page, "City").getByRole("button").click();
  await page.getByRole("textbox", { name: "City" }).fill("Varna");
  await value(other, "City").getByRole("button").click();
  await other.getByRole("textbox", { name: "City" }).fill("Burgas");
  await other.keyboard.press("Enter");
  await expect(value(other, "City")).toContainText("Burgas");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("Burgas");
  await page.getByRole("button", { name: "Keep mine" }).click();
  await expect(value(page, "City")).toContainText("Varna");

  // Another field of the same record is no conflict.
  await value(other, "Job title").getByRole("button").click();
  await other.getByRole("textbox", { name: "Job title" }).fill("Seller");
  await other.keyboard.press("Enter");
  await expect(value(other, "Job title")).toContainText("Seller");
});

test("cells of the list are edited by keyboard alone", async ({ page }) => {
  await setUp(page);
  await create(page, { first_name: "Anna", last_name: "Lindqvist", city: "Lund" });
  await create(page, { first_name: "Boris", last_name: "Petrov", city: "Sofia" });
  await page.goto("/contacts?cols=name,position,city,is_active&sort=name");
  const cell = (name: string, column: number) => page.getByRole("row", { name }).getByRole("cell").nth(column);
  await page.keyboard.press("j");
  await page.keyboard.press("e");
  await expect(page.getByRole("textbox", { name: "Job title" })).toBeFocused();
  await page.keyboard.type("Head of purchasing");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("textbox", { name: "City" })).toBeFocused();
  await expect(cell("Anna", 2)).toContainText("Head of purchasing");
  await page.keyboard.type("Malmö");
  await page.keyboard.press("Enter");
  await expect(cell("Anna", 3)).toContainText("Malmö");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Status" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(cell("Anna", 4)).toContainText("Yes");

  await cell("Boris", 3).click();
  await page.getByRole("textbox", { name: "City" }).fill("Plovdiv");
  await page.getByRole("heading", { level: 1 }).click();
  await expect(cell("Boris", 3)).toContainText("Plovdiv");
});
