// A choice among many records: what is typed is searched on the server, the choice goes into a hidden field.
import { attach } from "./dom";
import { openBelow } from "./popover";

interface Choice {
  id: string;
  label: string;
  sub?: string;
}

const patience = 120;

class Combobox {
  private timer = 0;
  private abort = new AbortController();

  constructor(
    private root: HTMLElement,
    private input: HTMLInputElement,
    private value: HTMLInputElement,
    private list: HTMLElement,
  ) {
    input.addEventListener("input", () => this.changed());
    input.addEventListener("click", () => this.later(0));
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    list.addEventListener("pointerdown", (event) => this.pick(event));
  }

  private changed(): void {
    this.value.value = "";
    this.later(patience);
  }

  private later(ms: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.search(), ms);
  }

  private async search(): Promise<void> {
    this.abort.abort();
    this.abort = new AbortController();
    const text = this.input.value.trim();
    const url = new URL(this.root.dataset.combo ?? "", location.href);
    url.searchParams.set("q", this.value.value ? "" : text);
    try {
      const answer = await fetch(url, { signal: this.abort.signal, headers: { Accept: "application/json" } });
      if (answer.ok) this.show((await answer.json()) as Choice[], text);
    } catch (error) {
      if (!(error instanceof DOMException)) this.close();
    }
  }

  private show(choices: Choice[], text: string): void {
    if (document.activeElement !== this.input) return;
    const lines = choices.map((choice, i) => option(`${this.list.id}-${i}`, choice));
    const exact = choices.some((choice) => choice.label.toLowerCase() === text.toLowerCase());
    const words = this.root.dataset.create;
    if (words && text && !exact && !this.value.value) {
      lines.push(option(`${this.list.id}-new`, { id: "", label: words.replace("{q}", text) }));
    }
    this.list.replaceChildren(...(lines.length > 0 ? lines : [none(this.root.dataset.none ?? "")]));
    openBelow(this.list, this.input.parentElement ?? this.input);
    this.input.setAttribute("aria-expanded", "true");
    this.mark(text ? lines[0] : undefined);
  }

  private options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>('[role="option"]')];
  }

  private mark(line: HTMLElement | undefined): void {
    for (const each of this.options()) each.setAttribute("aria-selected", String(each === line));
    if (line) this.input.setAttribute("aria-activedescendant", line.id);
    else this.input.removeAttribute("aria-activedescendant");
    line?.scrollIntoView({ block: "nearest" });
  }

  private key(event: KeyboardEvent): void {
    const open = this.list.matches(":popover-open");
    const all = this.options();
    const at = all.findIndex((line) => line.ariaSelected === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) this.later(0);
      else this.mark(event.key === "ArrowDown" ? all[(at + 1) % all.length] : all.at(at - 1));
    } else if (event.key === "Enter" && open && all[at]) {
      event.preventDefault();
      this.choose(all[at]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Tab" && open && all[at] && this.input.value.trim()) {
      this.choose(all[at]);
    }
  }

  private pick(event: PointerEvent): void {
    const line = (event.target as Element).closest<HTMLElement>('[role="option"]');
    event.preventDefault(); // the field keeps the focus
    if (line) this.choose(line);
  }

  private choose(line: HTMLElement): void {
    this.value.value = line.dataset.id ?? "";
    if (line.dataset.id) this.input.value = line.dataset.label ?? "";
    this.close();
    this.value.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private close(): void {
    window.clearTimeout(this.timer);
    this.abort.abort();
    if (this.list.matches(":popover-open")) this.list.hidePopover();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

// After the class, which must exist when the fields of the first page are found.
attach<HTMLElement>("[data-combo]", (root) => {
  const input = root.querySelector<HTMLInputElement>('[role="combobox"]');
  const value = root.querySelector<HTMLInputElement>("[data-combo-value]");
  const list = root.querySelector<HTMLElement>('[role="listbox"]');
  if (!input || !value || !list) return;
  new Combobox(root, input, value, list);
});

function option(id: string, choice: Choice): HTMLElement {
  const line = document.createElement("div");
  line.role = "option";
  line.id = id;
  line.dataset.id = choice.id;
  line.dataset.label = choice.label;
  line.append(choice.label);
  if (choice.sub) line.appendChild(document.createElement("small")).textContent = choice.sub;
  return line;
}

function none(words: string): HTMLElement {
  const line = document.createElement("p");
  line.className = "none";
  line.textContent = words;
  return line;
}
