import { readFileSync } from "node:fs";
import { expect, test } from "./kontor";
import { judge } from "./judge";
import { setUp } from "./steps";

const words = {
  en: { more: "Record what they say", proof: "Proof", agrees: "Agrees", agreed: "given", copy: "Export personal data", erase: "Erase for good", wrong: "Type the name exactly", done: "Erased for good" },
  bg: { more: "Записване на казаното", proof: "Доказателство", agrees: "Съгласен е", agreed: "дадено", copy: "Изнасяне на личните данни", erase: "Заличаване завинаги", wrong: "Напишете името точно", done: "Заличен завинаги" },
};

for (const language of ["en", "bg"] as const) {
  test.describe(language, () => {
    test.use({ locale: language === "bg" ? "bg-BG" : "en-GB" });
    const say = words[language];

    test(`a person agrees, gets a copy, and is erased for good, ${language}`, async ({ page }) => {
      await setUp(page, { language });
      await page.goto("/contacts/new");
      for (const [name, value] of Object.entries({ first_name: "Десислава", last_name: "Тодорова" })) await page.locator(`[name=${name}]`).fill(value);
      await page.locator("[name=first_name]").press("Control+Enter");
      await expect(page).toHaveURL(/\/contacts\/[0-9a-f-]{36}$/);
      const at = page.url();
      const consents = page.locator("#consents");
      await consents.scrollIntoViewIfNeeded();
      await consents.getByText(say.more).first().click();
      await consents.getByLabel(say.proof).first().fill("Card from the fair");
      await consents.getByRole("button", { name: say.agrees }).first().click();
      await expect(page.locator("#consents").getByText(say.agreed, { exact: true })).toBeVisible();

      await page.goto(`${at}/privacy`);
      await judge(page);
      const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: say.copy }).click()]);
      const zip = readFileSync(await file.path()).toString("latin1");
      for (const name of ["data.json", "index.html"]) expect(zip).toContain(name);

      await page.getByRole("textbox").last().fill("Somebody");
      await page.getByRole("button", { name: say.erase }).click();
      await expect(page.getByText(say.wrong)).toBeVisible();
      await judge(page);
      await page.getByRole("textbox").last().fill("Десислава Тодорова");
      await page.getByRole("button", { name: say.erase }).press("Enter");
      await expect(page).toHaveURL(/\/contacts$/);
      await expect(page.getByText(say.done)).toBeVisible();
      await expect(page.getByText("Тодорова")).toHaveCount(0);
      expect((await page.goto(at))?.status()).toBe(404);
    });
  });
}
