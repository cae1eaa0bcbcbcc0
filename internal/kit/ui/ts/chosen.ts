// What is chosen in a list, and how it is kept while one pages, sorts, or looks at a record.
import { cameBack } from "./return";

/** Everything that a list had at a moment. */
export interface All {
  shown: number;
  at: number;
  text: string;
}

export interface Chosen {
  state: string;
  ids: Set<string>;
  all: All | null;
}

const stored = () => `chosen ${location.pathname}`;
let chosen: Chosen | null = null;

/** Reports whether anything is chosen. */
export function choosing(): boolean {
  return chosen !== null && (chosen.all !== null || chosen.ids.size > 0);
}

function stateOf(root: HTMLElement): string {
  return root.querySelector<HTMLElement>("[data-state]")?.dataset.state ?? "";
}

/** What is chosen in a list: nothing yet, if it asks for something else than before. */
export function current(root: HTMLElement): Chosen {
  const state = stateOf(root);
  chosen ??= kept();
  if (chosen?.state !== state) chosen = { state, ids: new Set(), all: null };
  return chosen;
}

function kept(): Chosen | null {
  if (!cameBack()) {
    forget();
    return null;
  }
  try {
    const { state, ids, all } = JSON.parse(sessionStorage.getItem(stored()) ?? "") as { state: string; ids: string[]; all: All | null };
    return { state, ids: new Set(ids), all };
  } catch {
    return null;
  }
}

/** Keeps what is chosen for when one comes back. */
export function keep({ state, ids, all }: Chosen): void {
  if (ids.size === 0 && !all) forget();
  else sessionStorage.setItem(stored(), JSON.stringify({ state, ids: [...ids], all }));
}

/** Keeps it no more. */
export function forget(): void {
  sessionStorage.removeItem(stored());
}

/** The moment a record was made: its id begins with it. */
function madeAt(id: string): number {
  return parseInt(id.replace("-", "").slice(0, 12), 16);
}

/** Reports whether a record is among what is chosen. */
export function holds(now: Chosen, id: string): boolean {
  return now.all ? madeAt(id) < now.all.at : now.ids.has(id);
}
