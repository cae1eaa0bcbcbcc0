// The command palette: recent records before typing, results while typing, what this page can do, arrows and Enter.
import { byId, listen, on } from "./dom";
import { available, keyCaps, type Command } from "./commands";

const actionsOnly = ">";
let commands: Command[] = [];
let pending = false; // the results are those of other words than the ones that stand there
let wanted = false; // Enter was pressed for results that are still to come

function query(): HTMLInputElement | null {
  return byId<HTMLInputElement>("palette-query");
}

function hits(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('#palette-list [role="option"]')];
}

function shown(): HTMLElement[] {
  return hits().filter((hit) => hit.checkVisibility());
}

function mark(hit: HTMLElement | undefined): void {
  for (const each of hits()) each.setAttribute("aria-selected", String(each === hit));
  if (hit) query()?.setAttribute("aria-activedescendant", hit.id);
  else query()?.removeAttribute("aria-activedescendant");
  hit?.scrollIntoView({ block: "nearest" });
}

listen("dialog:open", (_detail, event) => {
  const input = query();
  if (!input || !(event.target instanceof HTMLElement) || event.target.id !== "palette") return;
  commands = available();
  input.focus();
  input.select();
  input.dispatchEvent(new CustomEvent("palette:open"));
  offer(input.value);
});

// What was typed before htmx had looked at the page is asked now.
listen("htmx:after:process", (_detail, event) => {
  if (event.target === document.body && byId<HTMLDialogElement>("palette")?.open) query()?.dispatchEvent(new CustomEvent("palette:open"));
});

on("input", "#palette-query", (_event, input) => {
  pending = true;
  wanted = false;
  offer((input as HTMLInputElement).value);
});

listen("htmx:after:swap", (_detail, event) => {
  if (event.target !== query()) return;
  const [first] = shown();
  mark(first);
  if (wanted && first) act(first, false);
  pending = wanted = false;
});

/** Shows the commands that have every word of the query; all of them after ">". */
function offer(typed: string): void {
  const group = byId("palette-acts");
  if (!group) return;
  const all = typed.trimStart().startsWith(actionsOnly);
  const words = folded(typed.replace(actionsOnly, "")).split(/\s+/).filter(Boolean);
  const found = commands.filter((command) => (all || words.length > 0) && words.every((word) => folded(command.name).includes(word)));
  group.querySelectorAll('[role="option"]').forEach((old) => old.remove());
  group.append(...found.map(option));
  group.hidden = found.length === 0;
  byId("palette-results")?.toggleAttribute("hidden", all);
  mark(shown()[0]);
}

function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function option(command: Command, index: number): HTMLElement {
  const line = document.createElement("button");
  line.type = "button";
  line.role = "option";
  line.id = `act-${index}`;
  line.tabIndex = -1;
  line.dataset.act = String(commands.indexOf(command));
  const lead = line.appendChild(document.createElement("span"));
  lead.className = "lead";
  if (command.icon) lead.append(command.icon.cloneNode(true));
  const name = line.appendChild(document.createElement("span"));
  name.className = "name";
  name.textContent = command.name;
  const side = line.appendChild(document.createElement("span"));
  side.className = "push";
  side.append(keyCaps(command.keys));
  return line;
}

on("click", "[data-act]", (_event, line) => {
  const command = commands[Number(line.dataset.act)];
  byId<HTMLDialogElement>("palette")?.close();
  command?.run();
});

on("keydown", "#palette-query", (event) => {
  const all = shown();
  const at = all.findIndex((hit) => hit.ariaSelected === "true");
  if (event.key === "ArrowDown") mark(all[(at + 1) % all.length]);
  else if (event.key === "ArrowUp") mark(all.at(at - 1));
  else if (event.key === "Enter" && pending && !all[at]?.matches("[data-act]")) wanted = true;
  else if (event.key === "Enter" && all[at]) act(all[at], event.ctrlKey || event.metaKey);
  else return;
  event.preventDefault();
});

/** Opens a result, in another tab if it is a link and that was asked for. */
function act(hit: HTMLElement, elsewhere: boolean): void {
  if (elsewhere && hit instanceof HTMLAnchorElement) window.open(hit.href, "_blank", "noopener");
  else hit.click();
}

on("pointermove", '#palette-list [role="option"]', (_event, hit) => mark(hit));
