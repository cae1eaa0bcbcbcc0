import type { APIRequestContext, BrowserContext, Page } from "@playwright/test";
import { expect, test } from "./kontor";
import { setUp } from "./steps";

// Each would run run() in a page that repeats it as it is, or leave an element marked "injected" behind.
const payloads = [
  `<script>run()</script>`, `"><script>run()</script>`, `'><img src=x onerror=run() data-injected>`, `<svg/onload=run() data-injected>`, `javascript:run()`,
  `" onfocus=run() autofocus data-injected x="`, `' onmouseover='run()' data-injected='`, `</title><script>run()</script>`, `</textarea><img src=x onerror=run() data-injected>`,
  `<a href="javascript:run()" data-injected>x</a>`, `<iframe srcdoc="<script>parent.run()</script>" data-injected></iframe>`, `<math><mi//xlink:href="data:x,<script>run()</script>" data-injected>`,
  `{{constructor.constructor('run()')()}}`, `\${run()}`, `<%= run() %>`, `<b hx-get=/contacts hx-trigger=load data-injected>x</b>`, `<form action=javascript:run()><button data-injected>x`,
  `--><img src=x onerror=run() data-injected>`, `]]><img src=x onerror=run() data-injected>`, `\\u003cscript\\u003erun()\\u003c/script\\u003e`, `&lt;script&gt;run()&lt;/script&gt;`,
  `<style>@import'javascript:run()'</style><i data-injected>`, `<details open ontoggle=run() data-injected>`, `<object data="javascript:run()" data-injected></object>`, `<base href="//evil.example/" data-injected>`,
  `<meta http-equiv=refresh content="0;url=javascript:run()" data-injected>`, `[x](javascript:run())`, `![x](x"onerror="run())`, `<noscript><p title="</noscript><img src=x onerror=run() data-injected>">`,
];

// A page that repeats what was typed as it is: the list is worth something only if that runs.
test("the payloads run where a page is careless", async ({ browser }) => {
  const page = await browser.newPage();
  let ran = 0;
  await page.exposeFunction("run", () => ran++);
  await page.route("**/*", (route) => route.request().url() === "http://careless.example/"
    ? route.fulfill({ contentType: "text/html", body: payloads.slice(0, 13).map((payload) => `<p title="${payload}">${payload}</p>`).join("\n") }) : route.abort());
  await page.goto("http://careless.example/");
  await expect.poll(() => ran).toBeGreaterThan(3);
  expect(await page.locator("[data-injected]").count()).toBeGreaterThan(5);
  await page.close();
});

test("nothing that people type runs in any page", async ({ page, context }) => {
  await setUp(context);
  const ran: string[] = [];
  await context.exposeFunction("run", () => ran.push(page.url()));
  page.on("dialog", (dialog) => { ran.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
  const token = await tokenOf(context);
  const records: string[] = [];
  for (const [n, payload] of payloads.entries()) records.push(...await plant(context.request, token, payload, n));
  await plantByForms(context);

  const seen = new Set<string>();
  const waiting = ["/", ...pages, ...records];
  const planted = new Set(waiting);
  while (waiting.length > 0) {
    const path = waiting.shift() ?? "";
    if (seen.has(path) || !planted.has(path) && [...seen].some((other) => shapeOf(other) === shapeOf(path))) continue;
    seen.add(path);
    await page.goto(path, { waitUntil: "load" });
    expect.soft(await page.locator("[data-injected]").count(), `elements that were typed, at ${path}`).toBe(0);
    expect.soft(await page.locator(`[href^="javascript:"], [src^="javascript:"], [action^="javascript:"], [formaction^="javascript:"]`).count(), `addresses that run, at ${path}`).toBe(0);
    expect(ran, `ran at ${path}`).toEqual([]);
    waiting.push(...await linksOf(page));
  }
  expect(seen.size).toBeGreaterThan(140);
});

/** What an address has in common with others of its kind. */
function shapeOf(path: string): string {
  return path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}").replace(/\?.*/, "");
}

const pages = [
  "/contacts", "/companies", "/deals", "/deals/board", "/deals/forecast", "/tasks", "/calendar", "/inbox", "/reports", "/search?q=script", "/import", "/import/history", "/contacts/duplicates", "/companies/duplicates",
  "/contacts/bin", "/contacts/new", "/companies/new", "/deals/new", "/tasks/new", "/settings/profile", "/settings/workspace", "/settings/members", "/settings/teams", "/settings/tags", "/settings/fields", "/settings/pipelines",
  "/settings/tokens", "/settings/sessions", "/settings/audit", "/settings/sign-in", "/settings/notifications", "/favourites", "/admin", "/admin/users", "/admin/workspaces", "/admin/audit",
  ...payloads.slice(0, 8).map((payload) => `/contacts?q=${encodeURIComponent(payload)}`), ...payloads.map((payload) => `/search?q=${encodeURIComponent(payload)}`),
  ...payloads.slice(0, 3).flatMap((payload) => ["sort", "filter", "view", "group", "cols", "name"].map((name) => `/deals?${name}=${encodeURIComponent(payload)}`)),
  ...payloads.slice(0, 3).map((payload) => `/nothing/${encodeURIComponent(payload)}`),
];

/** Makes a token as the page of tokens does, and returns it. */
async function tokenOf(context: BrowserContext): Promise<string> {
  const answer = await context.request.post("/settings/tokens", { form: { name: payloads[2] ?? "", scope: "read,write" } });
  const token = /kt_[\w-]{20,}/.exec(await answer.text())?.[0];
  expect(token, "the token on its page").toBeDefined();
  return token ?? "";
}

/** Puts the payload into every text of a record of each kind, and returns where they are shown. */
async function plant(request: APIRequestContext, token: string, payload: string, n: number): Promise<string[]> {
  const make = async (path: string, data: Record<string, unknown>): Promise<string> => {
    const answer = await request.post(`/api/v1/${path}`, { data, headers: { Authorization: `Bearer ${token}` } });
    expect(answer.status(), `${path}: ${await answer.text()}`).toBe(201);
    return ((await answer.json()) as { id: string }).id;
  };
  const tag = payload.slice(0, 45) + n.toString();
  const company = await make("companies", { name: payload, website: "example.com", industry: payload, registration_number: payload.slice(0, 30), address: payload, city: payload, notes: payload, tags: [tag], source: payload });
  const contact = await make("contacts", { first_name: payload, last_name: payload, position: payload, company_id: company, address: payload, city: payload, notes: payload, source: payload, tags: [tag] });
  const deal = await make("deals", { name: payload, description: payload, notes: payload, source: payload, company_id: company, contact_id: contact, tags: [tag] });
  const task = await make("tasks", { title: payload, description: payload, contact_id: contact });
  await make("notes", { body: payload, contact_id: contact });
  await make("notes", { body: `**x** ${payload}`, deal_id: deal });
  await make("views", { list: "contacts", name: payload.slice(0, 50) + n.toString(), audience: "shared", query: "q=x" });
  if (n < 10) await make("fields", { record: "contact", label: payload.slice(0, 50), type: "select", options: [{ label: payload.slice(0, 50) }] });
  const each = [`/contacts/${contact}`, `/deals/${deal}`];
  return n % 6 > 0 ? each : [...each, `/companies/${company}`, `/tasks/${task}`, `/contacts/${contact}/edit`, `/deals/${deal}/edit`, `/contacts/${contact}/peek`];
}

/** What has no API: the names of the workspace, of people, teams, stages and files. */
async function plantByForms(context: BrowserContext): Promise<void> {
  const text = payloads[2] ?? "";
  const { request } = context;
  await request.post("/settings/teams", { form: { name: text } });
  await request.post("/settings/invitations", { form: { email: `"><img/src=x/onerror=run()>@x.example`, role: "user" } });
  await request.post("/settings/pipelines", { form: { name: text } });
  await request.post("/settings/pipelines/reasons", { form: { name: text } });
  for (const name of ["/settings/workspace", "/settings/profile"]) {
    const form = await valuesOf(context, name);
    for (const field of ["name", "first_name", "last_name", "address", "city"]) if (field in form) form[field] = text;
    const answer = await request.post(name, { form });
    expect(answer.status(), name).toBeLessThan(400);
  }
  await request.post("/import", { multipart: { kind: "contacts", file: { name: `${text}.csv`, mimeType: "text/csv", buffer: Buffer.from(`Name,${text}\n${text},${text}\n`) } } });
}

/** The fields of the form that a page posts to itself, as they are. */
async function valuesOf(context: BrowserContext, path: string): Promise<Record<string, string>> {
  const page = await context.newPage();
  await page.goto(path);
  const values = await page.locator(`form[action="${path}"], form:not([action])`).first()
    .evaluate((form) => Object.fromEntries([...new FormData(form as HTMLFormElement)].map(([name, value]) => [name, typeof value === "string" ? value : ""])));
  await page.close();
  return values;
}

/** The pages that this one leads to. */
async function linksOf(page: Page): Promise<string[]> {
  const all = await page.locator("a[href^='/']").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  return all.filter((href) => !/export|profile\/data$|\.csv|\/content|^\/attachments|^\/avatars|^\/assets|logout|sort=|group=|cols=|cursor=/.test(href)).map((href) => href.split("#")[0] ?? href);
}
