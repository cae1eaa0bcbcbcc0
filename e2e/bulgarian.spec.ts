import { expect, test } from "./kontor";
import { accessible, speaksBulgarian } from "./judge";
import { clients } from "./files";
import { checkRows, setUp } from "./steps";

test.use({ locale: "bg-BG" });

// What people wrote themselves, the names of companies, browsers, time zones and kinds of files.
const own = [
  /Vitosha Instruments/g, /Elena/g, /Mozilla.*/g, /Windows|Chrome\w*|Linux|Mac ?OS/g, /Europe\/\w+/g, /Google|Outlook|Excel/g, /\b(PDF|DOCX?|TXT|MB)\b/g,
  /[\p{L} .,&"-]*(GmbH|AB|EOOD|Ltd|B\.V\.|S\.p\.A\.|S\.A\.|s\.r\.o\.)/gu,
];

const pages = [
  "/contacts", "/contacts/new", "/contacts/bin", "/companies", "/companies/new", "/import", "/search?q=иван",
  "/settings/profile", "/settings/password", "/settings/sessions", "/settings/tokens", "/settings/workspace",
  "/settings/members", "/settings/teams", "/settings/tags", "/nothing-here",
];

test("everything is in Bulgarian for who chose it", async ({ page }) => {
  await page.goto("/");
  await speaksBulgarian(page);
  await page.locator("[name=workspace]").fill("Витоша");
  await page.locator("[name=vat_number]").fill("12");
  await page.locator("[name=email]").fill("elena@vitosha.example");
  await page.locator("[name=password]").fill("password");
  await page.locator("[type=submit]").click();
  await expect(page.locator("[name=password]")).toHaveAttribute("aria-invalid", "true");
  await speaksBulgarian(page);

  await setUp(page, { language: "bg" });
  for (const path of pages) {
    await page.goto(path);
    await speaksBulgarian(page, own);
  }

  await test.step("a contact", async () => {
    await page.goto("/contacts/new");
    await page.locator("[name=first_name]").fill("Иван");
    await page.locator("[name=email]").fill("not an address");
    await page.locator("#main [type=submit]").first().click();
    await expect(page.locator("[name=email]")).toHaveAttribute("aria-invalid", "true");
    await speaksBulgarian(page, own);
    await page.locator("[name=email]").fill("ivan@example.bg");
    await page.locator("#main [type=submit]").first().click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Иван");
    await page.locator("textarea[name=body]").fill("Иска ценовата листа.");
    await page.locator(".composer [type=submit]").click();
    await expect(page.locator(".timeline").getByText("Иска ценовата листа.")).toBeVisible();
    await speaksBulgarian(page, own);
    await accessible(page);
  });

  await test.step("an import", async () => {
    await page.goto("/import");
    await page.locator("input[name=file]").setInputFiles(clients);
    await page.locator("#main [type=submit]").click();
    await expect(page).toHaveURL(/\/import\/[0-9a-f-]{36}$/);
    await speaksBulgarian(page, own);
    await checkRows(page, (values) => speaksBulgarian(values, own));
    await speaksBulgarian(page, own);
    await page.locator("form[action$='/start'] [type=submit]").click();
    await expect(page.locator("#import-run h2")).toHaveText(/готов|внесен/i, { timeout: 30_000 });
    await speaksBulgarian(page, own);
  });

  await test.step("the list", async () => {
    await page.goto("/contacts");
    await expect(page.locator("[data-row]")).toHaveCount(50);
    await speaksBulgarian(page, own);
  });
});
