import { expect, test } from "./kontor";
import { setUp } from "./steps";

test("a slow network shows that something happens, and a second click makes no second record", async ({ page, context }) => {
  await setUp(page, { sampleData: true });
  await page.goto("/contacts");
  const network = await context.newCDPSession(page);
  const slow = (latency: number) => network.send("Network.emulateNetworkConditions", { offline: false, latency, downloadThroughput: -1, uploadThroughput: -1 });

  await test.step("finding shows the line at the top", async () => {
    await slow(800);
    await page.locator("[data-find]").fill("ivaylo");
    await expect(page.locator(".progress-top")).toBeVisible();
    await expect(page.locator("[aria-busy=true]").first()).toBeAttached();
    await expect(page.locator("[data-row]")).toHaveCount(1);
    await expect(page.locator(".progress-top")).toBeHidden();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  });

  await test.step("two clicks on save", async () => {
    await slow(0);
    await page.goto("/contacts/new");
    await page.locator("[name=first_name]").fill("Once");
    await page.locator("[name=last_name]").fill("Only");
    await slow(800);
    await page.getByRole("button", { name: "Save" }).dblclick();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Once Only");
    await slow(0);
    await page.goto("/contacts?q=only");
    await expect(page.locator("[data-row]")).toHaveCount(1);
  });

  await test.step("two clicks on a note", async () => {
    await page.locator("[data-row] a").first().click();
    await page.locator("textarea[name=body]").fill("Said once.");
    await slow(800);
    await page.getByRole("button", { name: "Save note" }).dblclick();
    const story = page.getByRole("region", { name: "Timeline" });
    await expect(story.getByText("Said once.")).toBeVisible();
    await slow(0);
    await page.reload();
    await expect(story.getByText("Said once.")).toHaveCount(1);
  });
});
