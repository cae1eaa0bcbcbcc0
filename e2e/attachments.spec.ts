import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "./kontor";
import { accessible } from "./judge";
import { create, owner, setUp } from "./steps";

const pdf = { name: "Оферта 7.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n") };
const drawing = { name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="document.title='hit'"/>`) };

/** A picture as the browser itself writes it. */
async function picture(page: Page, name: string, type = "image/jpeg", side = 640): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const data = await page.evaluate(([type, side]) => {
    const canvas = document.createElement("canvas");
    canvas.width = side;
    canvas.height = side / 2;
    const draw = canvas.getContext("2d");
    for (let x = 0; draw && x < side; x += 16) {
      draw.fillStyle = `hsl(${x} 80% 55%)`;
      draw.fillRect(x, 0, 16, side);
    }
    return canvas.toDataURL(type).split(",")[1] ?? "";
  }, [type, side] as const);
  return { name, mimeType: type, buffer: Buffer.from(data, "base64") };
}

test("files on a contact: several at once, pasted, renamed, deleted and brought back", async ({ page }) => {
  await setUp(page);
  const address = await create(page, { first_name: "Мария", last_name: "Караджова" });
  const files = page.locator("#files");
  await files.locator("input[type=file]").setInputFiles([pdf, await picture(page, "shelf.jpg"), drawing]);
  await expect(files.locator(".files > li")).toHaveCount(2);
  await expect(files.locator("li[data-failed]")).toContainText("logo.svg: Files of this kind cannot be kept.");
  await expect(files.locator("img")).toHaveJSProperty("naturalWidth", 320);
  await expect(files.locator("[data-drop]"), "it waits for the next files").toContainText("Drop a file or browse");
  await accessible(page);

  const pasted = await picture(page, "image.png", "image/png", 64);
  await page.evaluate((data) => {
    const carried = new DataTransfer();
    carried.items.add(new File([Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))], "image.png", { type: "image/png" }));
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
  }, pasted.buffer.toString("base64"));
  await expect(files.locator(".files > li")).toHaveCount(3);

  await files.getByRole("button", { name: "Actions for image.png" }).click();
  await files.getByRole("link", { name: "Rename" }).filter({ visible: true }).click();
  await files.getByLabel("Name of the file").fill("Скица");
  await files.locator("input[type=file]").setInputFiles({ name: "terms.txt", mimeType: "text/plain", buffer: Buffer.from("Net 30") });
  await expect(files.locator(".files > li"), "one more, and what is typed stays").toHaveCount(4);
  await files.getByRole("button", { name: "Save" }).click();
  await expect(files).toContainText("Скица.png");

  const saved = page.waitForEvent("download");
  await files.getByRole("link", { name: /Оферта 7\.pdf/ }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe("Оферта 7.pdf");
  expect(readFileSync(await download.path())).toEqual(pdf.buffer);

  await files.getByRole("button", { name: "Actions for Скица.png" }).click();
  await files.getByRole("button", { name: "Delete file" }).filter({ visible: true }).click();
  await expect(files.locator(".files > li")).toHaveCount(3);
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(page).toHaveURL(address);
  await expect(files.locator(".files > li")).toHaveCount(4);
  await expect(page.getByRole("region", { name: "Timeline" })).toContainText("renamed the file image.png to Скица.png");
});

test("a picture of oneself is shown in the frame", async ({ page }) => {
  await setUp(page);
  await page.goto("/settings/profile");
  await page.locator("[name=avatar]").setInputFiles(await picture(page, "me.png", "image/png", 400));
  await page.getByRole("button", { name: "Upload" }).click();
  await expect(page.locator(".sidebar .me img")).toHaveJSProperty("naturalWidth", 200);
  await page.goto("/settings/members");
  await expect(page.locator("main img.avatar")).toHaveJSProperty("naturalWidth", 200);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, locale: "bg-BG" });
  for (const scheme of ["light", "dark"] as const) {
    test(`files of a task, ${scheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await setUp(page, { language: "bg" });
      await page.goto("/tasks/new");
      await page.locator("[name=title]").fill("Обади се");
      await page.getByRole("button", { name: "Запис" }).first().click();
      await page.getByRole("link", { name: "Отнася се за" }).click();
      const files = page.locator("#files");
      await files.locator("input[type=file]").setInputFiles([await picture(page, "Рафт с много дълго име на файла, което не се побира.jpg"), drawing]);
      await expect(files.locator(".files > li")).toHaveCount(1);
      await expect(files.locator("li[data-failed]")).toContainText("не се приемат");
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await accessible(page);
    });
  }
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });
  test("files are sent by a button", async ({ page }) => {
    await setUp(page);
    await create(page, { first_name: "Мария", email: owner.email });
    const files = page.locator("#files");
    await files.locator("input[type=file]").setInputFiles([pdf, drawing]);
    await files.getByRole("button", { name: "Upload" }).click();
    await expect(page.locator("#files .files > li")).toHaveCount(1);
    await expect(page.locator("#toasts")).toContainText("logo.svg: Files of this kind cannot be kept.");
  });
});
