import { codeOf } from "./authenticator";
import { expect, test } from "./kontor";
import { judge } from "./judge";
import { owner, setUp } from "./steps";

test("a second step is set up and asked for, by keyboard", async ({ page }) => {
  await setUp(page);
  await page.goto("/settings/two-step");
  await page.getByRole("button", { name: "Set up an app" }).press("Enter");
  const secret = await page.locator("span.mono").first().innerText();
  await expect(page.locator("svg.qr path")).toHaveAttribute("d", /h1v1h-1z/);
  await judge(page);
  await page.getByLabel("Six-digit code").fill(codeOf(secret, -1));
  await page.keyboard.press("Enter");
  await expect(page.locator(".codes li")).toHaveCount(10);
  const recovery = await page.locator(".codes li").first().innerText();
  await page.context().clearCookies();

  await page.goto("/login");
  await page.getByLabel("Email").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Enter your code" })).toBeVisible();
  await judge(page);
  await expect(page.getByLabel("Six-digit code")).toBeFocused();
  await page.keyboard.type(codeOf(secret));
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(/login/);

  await page.context().clearCookies();
  await page.goto("/login");
  await page.getByLabel("Email").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Use a recovery code" }).click();
  await page.getByLabel("Recovery code").fill(recovery);
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(/login/);
  await page.goto("/settings/audit");
  await expect(page.getByRole("cell", { name: "Signed in" }).first()).toBeVisible();
  await judge(page);
});
