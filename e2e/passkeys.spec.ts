import type { Page } from "@playwright/test";
import { expect, test } from "./kontor";
import { judge } from "./judge";
import { owner, setUp } from "./steps";

/** Plugs a device with a screen lock into the page: it keeps passkeys and unlocks by itself. */
async function plugIn(page: Page): Promise<(present: boolean) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return async (isUserVerified) => {
    await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
  };
}

const words = {
  en: { add: "Add a passkey", done: "Add passkey", name: "Name of the passkey", enter: "Sign in with a passkey", use: "Use a passkey", remove: "Remove Laptop", email: "Email", password: "Password", none: "No passkey answered" },
  bg: { add: "Добавяне на ключ за достъп", done: "Добавяне на ключа", name: "Име на ключа за достъп", enter: "Вход с ключ за достъп", use: "Използване на ключ за достъп", remove: "Премахване: Laptop", email: "Имейл", password: "Парола", none: "Няма отговор от ключ за достъп" },
};

test.use({ host: "localhost" });

for (const language of ["en", "bg"] as const) {
  test.describe(language, () => {
    test.use({ locale: language === "bg" ? "bg-BG" : "en-GB" });
    const say = words[language];

    test(`a passkey signs in by mouse, and is a second step by keyboard, ${language}`, async ({ page }) => {
      const unlock = await plugIn(page);
      await setUp(page, { language });
      await page.goto("/settings/two-step");
      await judge(page);
      await page.getByRole("button", { name: say.add }).click();
      await page.getByLabel(say.name).fill("Laptop");
      await judge(page);
      await page.getByRole("button", { name: say.done }).click();
      await expect(page.locator(".codes li")).toHaveCount(10);
      await expect(page.getByRole("cell", { name: "Laptop", exact: true })).toBeVisible();
      await judge(page);

      await page.context().clearCookies();
      await page.goto("/login?next=%2Fcontacts");
      await judge(page);
      await page.getByRole("button", { name: say.enter }).click();
      await expect(page).toHaveURL(/\/contacts$/);

      await page.context().clearCookies();
      await page.goto("/login");
      await page.getByLabel(say.email).fill(owner.email);
      await page.getByLabel(say.password, { exact: true }).fill(owner.password);
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/\/login\/code$/);
      await judge(page);
      await unlock(false);
      await page.getByRole("button", { name: say.use }).press("Enter");
      await expect(page.getByText(say.none)).toBeVisible();
      await unlock(true);
      await page.getByRole("button", { name: say.use }).press("Enter");
      await expect(page).not.toHaveURL(/login/);

      await page.goto("/settings/two-step");
      await page.getByRole("button", { name: say.remove }).press("Enter");
      await expect(page.getByRole("cell", { name: "Laptop", exact: true })).toHaveCount(0);
    });
  });
}
