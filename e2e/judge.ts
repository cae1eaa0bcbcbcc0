import AxeBuilder from "@axe-core/playwright";
import { type Page, expect } from "@playwright/test";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Fails when axe finds anything on the page against WCAG 2.0 to 2.2, A and AA. */
export async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).setLegacyMode().analyze();
  const found = violations.flatMap((v) => v.nodes.map((node) => `${v.impact} ${v.id}: ${node.target.join(" ")} ${node.failureSummary?.replaceAll(/\s+/g, " ")}`));
  expect.soft(found, `accessibility of ${where(page)}`).toEqual([]);
}

/** Fails when the page itself can be scrolled sideways. */
export async function fits(page: Page): Promise<void> {
  const over = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const out = [...document.body.querySelectorAll<HTMLElement>("*")].filter((e) => e.getBoundingClientRect().right > width + 1);
    return { page: document.documentElement.scrollWidth - width, first: out.slice(0, 3).map((e) => `${e.tagName} ${e.className}`) };
  });
  expect.soft(over.page, `${where(page)} is wider than the window: ${over.first.join(", ")}`).toBeLessThanOrEqual(0);
}

/** Fails when two elements have one id: what points to it finds the wrong one. */
export async function uniqueIds(page: Page): Promise<void> {
  const ids = await page.locator("[id]").evaluateAll((all) => all.map((e) => e.id));
  expect.soft(ids.filter((id, i) => ids.indexOf(id) !== i), `ids used twice on ${where(page)}`).toEqual([]);
}

/** Judges a page that has just been reached: accessible, of unique ids, and not wider than the window. */
export async function judge(page: Page): Promise<void> {
  await accessible(page);
  await uniqueIds(page);
  await fits(page);
}

// What people themselves wrote, and words that are the same in every language.
const foreign = /Kontor|English|CSV|vCard|API|URL|LinkedIn|X \(Twitter\)|Twitter|Facebook|OpenAPI|UTF-\d+|Windows-\d+|e-?mail|Ctrl|Shift|Alt|Enter|Esc|https?:\S*|\S+@\S+|[\w-]+\.(csv|txt|vcf)|\b[A-Z]\b|\b[A-Z]{2,3}\b|BG\d+/g;

/** Fails when a page in Bulgarian still shows words in Latin letters beyond names and what matches known. */
export async function speaksBulgarian(page: Page, known: RegExp[] = []): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("lang", "bg");
  const lines = await page.evaluate(visibleWords);
  const left = lines.filter((line) => /[A-Za-z]{2,}/.test([...known, foreign].reduce((rest, words) => rest.replaceAll(words, ""), line)));
  expect.soft(left, `English on ${where(page)}`).toEqual([]);
}

// Runs in the page: everything a person can read or is read to, except what people wrote.
function visibleWords(): string[] {
  const found = new Set<string>();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement;
    if (!parent || parent.closest("script, style, template, [lang]:not(html), .name, kbd, code") || !parent.checkVisibility()) continue;
    found.add(node.textContent?.trim() ?? "");
  }
  for (const control of document.querySelectorAll("[aria-label], [placeholder], [title]")) {
    if (control.closest("[lang]:not(html)")) continue;
    for (const attribute of ["aria-label", "placeholder", "title"]) found.add(control.getAttribute(attribute) ?? "");
  }
  return [...found].filter(Boolean);
}

function where(page: Page): string {
  return `${new URL(page.url()).pathname} at ${page.viewportSize()?.width}`;
}
