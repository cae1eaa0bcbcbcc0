// From a company nobody knew to an order: what a seller does, by mouse and by keyboard alone, in both languages and on a phone.
import type { Locator, Page } from "@playwright/test";
import { accessible, fits } from "./judge";
import { expect, test } from "./kontor";
import { setUp } from "./steps";

/** How somebody works: what they press, and where they write. */
interface Hand {
  press: (what: Locator) => Promise<void>;
  write: (into: Locator, text: string) => Promise<void>;
}

const mouse: Hand = {
  press: (what) => what.click(),
  write: (into, text) => into.fill(text),
};

/** The keyboard alone: Tab until it is there, then type or press Enter. */
function keys(page: Page): Hand {
  const reach = async (what: Locator): Promise<void> => {
    for (let i = 0; i < 150; i++) {
      if (await what.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab never reaches ${what.toString()}`);
  };
  return {
    press: async (what) => {
      await reach(what);
      await page.keyboard.press("Enter");
    },
    write: async (into, text) => {
      await reach(into);
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type(text);
    },
  };
}

const id = "[0-9a-f-]{36}";
const save = (page: Page) => page.locator("[type=submit][form=record-form]");

/** Makes a pipeline of four stages and returns its name. */
async function pipeline(page: Page, hand: Hand): Promise<string> {
  await page.goto("/settings/pipelines");
  await hand.write(page.locator("#f-pipeline"), "Projects");
  await hand.press(page.locator("form[action='/settings/pipelines'] [type=submit]"));
  await expect(page).toHaveURL(new RegExp(`pipelines/${id}$`));
  const fresh = page.locator("form[action$='/stages']");
  for (const [name, probability] of [["Survey", "30"], ["Draft", "60"]] as const) {
    await hand.write(fresh.locator("[name=name]"), name);
    await hand.write(fresh.locator("[name=probability]"), probability);
    await hand.press(fresh.locator("[type=submit]"));
    await expect(page.locator(`input[name=name][value='${name}']`)).toBeVisible();
  }
  return "Projects";
}

/** Takes a company to an order, and returns the address of the deal. */
async function sell(page: Page, hand: Hand): Promise<void> {
  const way = await pipeline(page, hand);

  await page.goto("/companies/new");
  await hand.write(page.locator("[name=name]"), "Каменица АД");
  await hand.press(save(page));
  await expect(page).toHaveURL(new RegExp(`/companies/${id}$`));
  const company = new URL(page.url()).pathname.split("/").at(-1) ?? "";

  await page.goto(`/contacts/new?company=${company}`);
  await hand.write(page.locator("[name=first_name]"), "Rada");
  await hand.write(page.locator("[name=last_name]"), "Boneva");
  await hand.write(page.locator("[name=email]"), "rada@kamenitsa.example");
  await hand.press(save(page));
  await expect(page).toHaveURL(new RegExp(`/contacts/${id}$`));
  const contact = new URL(page.url()).pathname.split("/").at(-1) ?? "";

  await page.goto(`/deals/new?contact=${contact}&company=${company}`);
  await hand.write(page.locator("[name=name]"), "Bottling line");
  await hand.write(page.locator("[name=value]"), "62400");
  const stage = page.locator("[name=stage]");
  await stage.selectOption({ value: await stage.locator(`optgroup[label='${way}'] option`, { hasText: "Survey" }).getAttribute("value") });
  await hand.press(save(page));
  await expect(page).toHaveURL(new RegExp(`/deals/${id}$`));
  await expect(page.locator(".hero, .deal-hero").first()).toContainText("62");
  await accessible(page);
  const deal = new URL(page.url()).pathname;

  const details = page.locator(".tabs").getByText(/^(Details|Подробности)$/).filter({ visible: true });
  if (await details.count()) await hand.press(details.first());
  await hand.press(page.locator("#record-tasks").getByRole("link").first());
  const form = page.locator("dialog[open]");
  await hand.write(form.locator("[name=title]"), "Call about the price");
  await hand.press(form.locator("[type=submit]"));
  const line = page.locator("li[data-task]").filter({ hasText: "Call about the price" });
  await expect(line).toBeVisible();
  await hand.press(line.locator("button.tick"));
  await expect(form.locator("[name=title]")).toBeVisible();
  await hand.write(form.locator("[name=title]"), "Send the offer");
  await hand.press(form.locator("[type=submit]"));
  await expect(page.locator("li[data-task]").filter({ hasText: "Send the offer" })).toBeVisible();

  await page.goto(deal);
  await hand.press(page.locator(".stages button").filter({ hasText: "Draft" }));
  await expect(page.locator(".stages li[aria-current]")).toContainText("Draft");
  await page.goto(deal);
  await hand.press(page.locator(".stages li").last().locator("button"));
  await expect(page.locator(".hero .badge, .deal-hero .badge").first()).toHaveText(/Won|Спечелена/);
  await fits(page);
}

for (const language of ["en", "bg"] as const) {
  test(`from a company to an order by mouse, ${language}`, async ({ page }) => {
    await setUp(page, { language });
    await sell(page, mouse);
  });
  test(`from a company to an order by keyboard alone, ${language}`, async ({ page }) => {
    test.slow();
    await setUp(page, { language });
    await sell(page, keys(page));
  });
  test.describe("on a phone", () => {
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });
    test(`from a company to an order at 390 px, ${language}`, async ({ page }) => {
      await setUp(page, { language });
      await sell(page, mouse);
    });
  });
}
