// Puts data of every kind into a workspace, beside the sample data: for
// keep_database.sh. Called with the address of a server and a token.
const [base, token, email, password] = process.argv.slice(2);

async function api(method, path, body, type = "application/json") {
  const answer = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": type },
    body: body === undefined || typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
}

const cookies = new Map();
async function page(path, form, expected = [200, 303]) {
  const answer = await fetch(base + path, { method: "POST", redirect: "manual", headers: { Cookie: [...cookies].map((c) => c.join("=")).join("; ") }, body: new URLSearchParams(form) });
  if (!expected.includes(answer.status)) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    cookies.set(name, value);
  }
}

const first = async (kind, n = 4) => (await api("GET", `/${kind}?limit=${n}`)).data;
const contacts = await first("contacts");
const companies = await first("companies");
const deals = await first("deals");
const tasks = await first("tasks");

// Fields of the workspace's own, of every type, with values.
const options = [{ label: "Gold" }, { label: "Silver" }];
for (const type of ["text", "long_text", "number", "money", "date", "checkbox", "select", "multi_select", "url", "person"]) {
  for (const record of ["contact", "company", "deal", "task"]) {
    await api("POST", "/fields", { record, type, label: `Own ${type}`, ...(type.includes("select") ? { options } : {}) });
  }
}

const file = new TextEncoder().encode("What was agreed: three instruments by March.\n");
for (const [kind, record] of [["contact", contacts[0]], ["company", companies[0]], ["deal", deals[0]], ["task", tasks[0]]]) {
  await api("POST", `/attachments?${kind}_id=${record.id}&name=agreed.txt`, file, "application/octet-stream");
}
await api("POST", "/notes", { contact_id: contacts[0].id, body: "Called, sent the offer." });
await api("POST", "/views", { list: "contacts", name: "In Ruse", query: "city=is:Ruse&sort=-name" });
await api("POST", "/contacts/bulk", { ids: contacts.map((c) => c.id), action: "set", field: "city", value: "Ruse" });
for (const [kind, records] of Object.entries({ contacts, companies, deals, tasks })) {
  for (const [field, value] of [["x_own_select", "gold"], ["x_own_multi_select", "gold"]]) {
    await api("POST", `/${kind}/bulk`, { ids: records.map((r) => r.id), action: "set", field, value });
  }
}
await api("POST", "/contacts/bulk", { ids: contacts.map((c) => c.id), action: "tag", tags: ["VIP"] });
await api("POST", "/contacts/merge", { into: contacts[0].id, records: [contacts[1].id] });
await api("POST", "/companies/merge", { into: companies[0].id, records: [companies[1].id] });
await api("DELETE", `/contacts/${contacts[2].id}`);
await api("PUT", "/targets", { member_id: (await api("GET", "/members?limit=1")).data[0].id, quarter: "2026-q4", amount: "150000.00" });
await api("POST", `/tasks/${tasks[1].id}/complete`);

const people = "First name,E-mail,Company\nIvan,ivan@import.example,Acme\nMaria,not-an-address,Acme\n";
const made = await api("POST", "/imports?name=people.csv", people, "text/csv");
await api("POST", `/imports/${made.id}/start`);
for (let status = ""; status !== "done"; await new Promise((r) => setTimeout(r, 100))) {
  status = (await api("GET", `/imports/${made.id}`)).status;
}

await page("/login", { email, password });
await page("/settings/teams", { name: "Sales" });
await page("/settings/invitations", { email: "new@vitosha.example", role: "user", team: "" });
await page("/favourites", { kind: "contact", id: contacts[0].id, keep: "1" });
await page("/calendar/feed", {});
await page("/settings/tokens", { name: "Program", scope: "read", days: "0" });
