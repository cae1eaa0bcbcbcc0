// @ and some letters in a text offer the members to mention: arrows choose, Enter or Tab takes, Escape closes.
import { on } from "./dom";
import { partial } from "./page";

interface Member {
  id: string;
  label: string;
}

type Text = HTMLTextAreaElement | HTMLInputElement;

let list: HTMLUListElement | null = null;
let field: Text | null = null;
let asked = 0;

/** The letters after the last @ before the cursor, if a mention is being typed. */
function typed(text: Text): string | null {
  const before = text.value.slice(0, text.selectionStart ?? 0);
  return /(?:^|\s)@([\p{L}\p{N}.' -]{0,40})$/u.exec(before)?.[1] ?? null;
}

on("input", "[data-mentions]", (_event, element) => {
  field = element as Text;
  const words = typed(field);
  if (words === null || words.endsWith("  ")) close();
  else void offer(field, words);
});

async function offer(text: Text, words: string): Promise<void> {
  const own = ++asked;
  const answer = await fetch(`${text.dataset.mentions}?q=${encodeURIComponent(words.trim())}`, { headers: { ...partial } }).catch(() => null);
  if (!answer?.ok || own !== asked || document.activeElement !== text) return;
  const members = (await answer.json()) as Member[];
  if (members.length === 0 || typed(text) === null) {
    close();
    return;
  }
  show(text, members);
}

function show(text: Text, members: Member[]): void {
  close();
  list = document.createElement("ul");
  list.className = "mention-list";
  list.id = "mention-list";
  list.setAttribute("role", "listbox");
  for (const [i, member] of members.slice(0, 8).entries()) {
    const line = list.appendChild(document.createElement("li"));
    line.id = `mention-${i}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", String(i === 0));
    line.textContent = member.label;
    line.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      take(line);
    });
  }
  text.setAttribute("aria-controls", list.id);
  text.setAttribute("aria-activedescendant", "mention-0");
  document.body.append(list);
  const box = text.getBoundingClientRect();
  list.style.left = `${box.left}px`;
  list.style.top = `${Math.min(box.bottom, window.innerHeight - list.offsetHeight)}px`;
}

function close(): void {
  list?.remove();
  list = null;
  field?.removeAttribute("aria-activedescendant");
}

function chosen(): HTMLElement | null {
  return list?.querySelector<HTMLElement>('[aria-selected="true"]') ?? null;
}

function move(by: number): void {
  const all = [...(list?.children ?? [])] as HTMLElement[];
  const at = all.findIndex((line) => line === chosen());
  const next = all[(at + by + all.length) % all.length];
  for (const line of all) line.setAttribute("aria-selected", String(line === next));
  if (next) field?.setAttribute("aria-activedescendant", next.id);
}

function take(line: HTMLElement): void {
  if (!field) return;
  const words = typed(field) ?? "";
  const at = field.selectionStart ?? 0;
  field.setRangeText(`@${line.textContent} `, at - words.length - 1, at, "end");
  close();
}

document.addEventListener(
  "keydown",
  (event) => {
    if (!list || event.target !== field) return;
    const line = chosen();
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if ((event.key === "Enter" || event.key === "Tab") && line) take(line);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
document.addEventListener("focusout", close);
