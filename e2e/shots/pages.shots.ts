import type { Page } from "@playwright/test";
import { test } from "../kontor";
import { clients, messy } from "../files";
import { checkRows, importFile, owner, setUp, upload } from "../steps";
import { codeOf } from "../authenticator";
import { Camera, type Language } from "./camera";

for (const language of ["en", "bg"] as const) {
  test.describe(language, () => {
    test.use({ locale: language === "bg" ? "bg-BG" : "en-GB" });
    test(`before there is anything, ${language}`, ({ page }) => beginnings(page, language));
    test(`records, ${language}`, ({ page }) => records(page, language));
    test(`home and reports, ${language}`, ({ page }) => numbers(page, language));
    test(`import, ${language}`, ({ page }) => imports(page, language));
    test(`import of deals, ${language}`, ({ page }) => importsOfDeals(page, language));
    test(`settings, ${language}`, ({ page }) => settings(page, language));
    test(`safety, ${language}`, ({ page }) => safety(page, language));
    test(`privacy, ${language}`, ({ page }) => privacy(page, language));
  });
}

async function privacy(page: Page, language: Language): Promise<void> {
  const camera = new Camera(page, language);
  await setUp(page, { language, sampleData: true });
  await page.goto("/contacts");
  const contact = await page.locator("[data-row] a[href^='/contacts/']").first().getAttribute("href") ?? "";
  await camera.take("17-personal-data", `${contact}/privacy`);
  await camera.take("17b-consent-of-a-contact", `${contact}/consents`, async () => {
    await page.locator("#consents details").first().evaluate((one: HTMLDetailsElement) => { one.open = true; });
  });
  await camera.take("17c-consent-settings", "/settings/consent");
  await camera.take("17d-privacy-settings", "/settings/privacy");
}

async function beginnings(page: Page, language: Language): Promise<void> {
  const camera = new Camera(page, language);
  await camera.take("14c-first-run", "/setup", async () => {
    await page.locator("[name=workspace]").fill(owner.workspace);
    await page.locator("[name=vat_number]").fill("BG20055508");
    await page.locator("[name=email]").fill(owner.email);
    await page.locator("[name=password]").fill("password");
    await page.locator("[type=submit]").click();
    await page.locator("[name=vat_number][aria-invalid=true]").waitFor();
  });
  await setUp(page, { language });
  await camera.take("15b-empty-state-and-toast", "/contacts");
  await camera.take("15c-not-found", "/invoices/1");
  await page.context().clearCookies();
  await camera.take("14-sign-in", "/login");
  await camera.take("14d-register", "/register");
}

async function records(page: Page, language: Language): Promise<void> {
  const camera = new Camera(page, language);
  await setUp(page, { language, sampleData: true });
  await camera.take("01-contacts-list", "/contacts", async () => {
    for (const row of [1, 3, 5]) await page.locator("[data-row] [data-select]").nth(row).evaluate((box: HTMLInputElement) => box.click());
  });
  await camera.take("01b-contacts-columns", "/contacts", () => open(page, "columns"));
  await camera.take("01c-contacts-filter", "/contacts", () => page.locator("[data-filter-open]").click());
  await camera.take("01d-contacts-nothing-found", "/contacts?q=zzzz");
  await page.goto("/contacts");
  const contact = await page.locator("[data-row] a[href^='/contacts/']").first().getAttribute("href") ?? "";
  await camera.take("02-contact-record", contact);
  await camera.take("02b-contact-edit", `${contact}/edit`);
  await camera.take("02c-contact-new", "/contacts/new", async () => {
    await page.locator("[name=email]").fill("petrova@@stz.example");
    await page.locator("[form=record-form][type=submit]").click();
    await page.locator("[name=email][aria-invalid=true]").waitFor();
  });
  await camera.take("11-command-palette", "/contacts", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("ivan");
    await page.locator("#palette-results [role=option]").first().waitFor();
  });
  await camera.take("01f-contacts-peek", "/contacts", async () => {
    for (const key of ["j", "j", "Space"]) await page.keyboard.press(key);
    await page.locator("#peek-name").waitFor();
  });
  await camera.take("01g-contacts-sorting", "/contacts?sort=-activity_at,name", () => open(page, "sorting"));
  await camera.take("01h-contacts-groups", "/contacts?group=country");
  await camera.take("11b-search", "/search?q=ivan");
  await camera.take("16-companies-list", "/companies?sum=annual_revenue");
  await camera.take("19-favourites", "/favourites");
  const two = await page.goto("/contacts").then(() => page.locator("[data-row]").evaluateAll((rows) => rows.slice(0, 2).map((row) => `id=${row.getAttribute("data-row")}`)));
  await camera.take("20-merge", `/contacts/merge?${two.join("&")}`);
  await page.goto("/companies");
  await camera.take("16b-company-record", await page.locator("[data-row] a[href^='/companies/']").first().getAttribute("href") ?? "");
  await camera.take("16c-company-new", "/companies/new");
  await page.goto(contact);
  await page.locator(`form[action='${contact}/delete'] button`).first().evaluate((button: HTMLButtonElement) => button.click());
  await page.waitForURL("/contacts");
  await camera.take("01e-contacts-bin", "/contacts/bin");
}

async function numbers(page: Page, language: Language): Promise<void> {
  const camera = new Camera(page, language);
  await setUp(page, { language, sampleData: true });
  await camera.take("05-home", "/");
  await camera.take("21-reports", "/reports");
  for (const name of ["funnel", "velocity", "outcomes", "members", "revenue"]) await camera.take(`21-report-${name}`, `/reports/${name}`);
}

async function imports(page: Page, language: Language): Promise<void> {
  const camera = new Camera(page, language);
  await setUp(page, { language });
  const report = await importFile(page, messy);
  await camera.take("13-import-upload", "/import");
  await camera.take("13c-import-progress", report.path);
  await camera.take("13e-import-history", "/import/history");
  const path = await upload(page, clients);
  await camera.take("13-import-map-columns", path);
  await checkRows(page, async () => camera.take("13d-import-values", page.url()));
  await camera.take("13b-import-check", page.url());
}

async function importsOfDeals(page: Page, language: Language): Promise<void> {
  const camera = new Camera(page, language);
  await setUp(page, { language });
  await camera.take("13f-import-deals-upload", "/import?kind=deals");
  await page.goto("/import?kind=deals");
  const rows = ["Сделка;Стойност;Етап;Вероятност;Фирма;Контакт;Имейл", "Покрив;1 200,50 лв.;Подписан;40;Акме;Иван Петров;ivan@akme.example", "Мост;-5;;101;Акме;;"];
  await page.locator("input[name=file]").setInputFiles({ name: "сделки.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) });
  await page.locator("[form=upload][type=submit]").click();
  await page.waitForURL(/import\/[0-9a-f-]{36}$/);
  await camera.take("13f-import-deals-map", page.url());
  await checkRows(page, async () => camera.take("13f-import-deals-values", page.url()));
  await camera.take("13f-import-deals-check", page.url());
}

async function settings(page: Page, language: Language): Promise<void> {
  const camera = new Camera(page, language);
  await setUp(page, { language, sampleData: true });
  const pages = {
    "12-members-and-roles": "members", "12d-teams": "teams", "12e-workspace": "workspace", "12f-tags": "tags", "12g-profile": "profile",
    "12h-password": "password", "12i-sessions": "sessions", "12j-tokens": "tokens", "12k-phone": "phone",
  };
  for (const [name, path] of Object.entries(pages)) await camera.take(name, `/settings/${path}`);
  await camera.take("17-api-docs", "/api/docs");
  await camera.take("18-components", "/dev/ui");
}

async function safety(page: Page, language: Language): Promise<void> {
  const camera = new Camera(page, language);
  await setUp(page, { language, sampleData: true });
  await camera.take("12k-audit", "/settings/audit");
  await camera.take("12o-permissions", "/settings/permissions");
  await camera.take("12l-two-step", "/settings/two-step");
  await camera.take("12n-single-sign-on", "/settings/sign-in");
  await camera.take("12m-two-step-app", "/settings/two-step", async () => {
    await page.locator("[action$='/two-step/app'] button").click();
    await page.locator("svg.qr").waitFor();
  });
  const secret = await page.locator("span.mono").first().innerText();
  await page.locator("[name=code]").fill(codeOf(secret));
  await page.locator("[name=code]").press("Enter");
  await page.locator(".codes").waitFor();
  await page.context().clearCookies();
  await camera.take("14e-forgot-password", "/reset");
  await camera.take("14f-sign-in", "/login");
  await camera.take("14g-company-account", "/login/sso");
  await page.goto("/login");
  await page.locator("[name=email]").fill(owner.email);
  await page.locator("[name=password]").fill(owner.password);
  await page.locator("[name=password]").press("Enter");
  await page.waitForURL("/login/code");
  await camera.take("14b-two-factor", "/login/code", () => page.locator("[name=code]").pressSequentially("418"));
}

async function open(page: Page, popover: string): Promise<void> {
  await page.locator(`[popovertarget*=${popover}]`).click();
  await page.locator(":popover-open").waitFor();
}
