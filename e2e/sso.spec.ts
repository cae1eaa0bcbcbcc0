import type { Browser, Page } from "@playwright/test";
import { expect, test } from "./kontor";
import { judge } from "./judge";
import { Provider } from "./provider";
import { owner, setUp, signIn } from "./steps";

const words = {
  en: { issuer: "Issuer", client: "Client ID", secret: "Client secret", domains: "Domains of your addresses", join: "Make members of whoever", saved: "Provider saved", enter: "Sign in with your company account", go: "Continue", connected: "Connected", connect: "Connect", disconnect: "Disconnect", save: "Save" },
  bg: { issuer: "Издател", client: "Идентификатор на клиента", secret: "Таен ключ на клиента", domains: "Домейни на адресите ви", join: "Който влезе с такъв адрес", saved: "Доставчикът е записан", enter: "Вход със служебен профил", go: "Продължаване", connected: "Свързан", connect: "Свързване", disconnect: "Премахване на връзката", save: "Запис" },
};

/** Opens a browser whose way leads over another host, and notes what the policy of a page refuses there. */
async function wanderer(browser: Browser, url: string, locale: string): Promise<{ page: Page; refused: string[] }> {
  const context = await browser.newContext({ baseURL: url, locale });
  const page = await context.newPage();
  const refused: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy|form-action/i.test(message.text())) refused.push(message.text());
  });
  return { page, refused };
}

for (const language of ["en", "bg"] as const) {
  test.describe(language, () => {
    const locale = language === "bg" ? "bg-BG" : "en-GB";
    test.use({ locale });
    const say = words[language];

    test(`members sign in at the provider of their company, ${language}`, async ({ page, browser, server }) => {
      await setUp(page, { language });
      const provider = await Provider.start(server.url, "vitosha-instruments", "vyara@vitosha.example");
      try {
        await page.goto("/settings/sign-in");
        await page.getByLabel(say.issuer, { exact: true }).fill(provider.url);
        await page.getByLabel(say.client).fill("kontor");
        await page.getByLabel(say.secret, { exact: true }).fill("a secret of the provider's client");
        await page.getByLabel(say.domains).fill("vitosha.example");
        await page.getByLabel(say.join).check();
        await page.getByRole("button", { name: say.save }).click();
        await expect(page.getByText(say.saved)).toBeVisible();
        await judge(page);

        const { page: theirs, refused } = await wanderer(browser, server.url, locale);
        await theirs.goto("/login?next=%2Fcontacts");
        await theirs.getByRole("link", { name: say.enter }).click();
        await provider.signIn(theirs);
        await expect(theirs).toHaveURL(/\/contacts$/);
        await expect(theirs.getByRole("button", { name: owner.workspace })).toBeVisible();

        await theirs.goto("/settings/two-step");
        await expect(theirs.getByText(say.connected, { exact: true })).toBeVisible();
        await judge(theirs);

        const { page: elena, refused: kept } = await wanderer(browser, server.url, locale);
        await signIn(elena);
        await elena.goto("/settings/two-step");
        await elena.getByRole("button", { name: say.connect, exact: true }).press("Enter");
        await judge(elena);
        await elena.getByRole("link", { name: say.go }).press("Enter");
        await provider.signIn(elena);
        await expect(elena.locator("body"), "the account belongs to somebody else here").not.toContainText(say.connected);
        expect([...refused, ...kept], "what the policy refused").toEqual([]);
      } finally {
        provider.stop();
      }
    });
  });
}
