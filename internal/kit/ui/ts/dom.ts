// What the other modules attach themselves with. Behaviour belongs to attributes, not to elements: delegated handlers and
// attach() work the same for what was on the page and for what a swap brings later.

type Handler<E extends Event> = (event: E, element: HTMLElement) => void;

/** Calls handler for events of elements that match, now or later. */
export function on<K extends keyof DocumentEventMap>(type: K, selector: string, handler: Handler<DocumentEventMap[K]>): void {
  document.addEventListener(type, (event) => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
    if (element) handler(event, element);
  });
}

/** Listens to an event of our own or of htmx, whose names the DOM types do not know. */
export function listen<D>(type: string, handler: (detail: D, event: Event) => void): void {
  document.addEventListener(type, (event) => handler((event as CustomEvent<D>).detail, event));
}

const attached: ((root: ParentNode) => void)[] = [];

/** Calls start once for every element that matches, now and after each swap. */
export function attach<E extends HTMLElement>(selector: string, start: (element: E) => void): void {
  const seen = new WeakSet<Element>();
  const scan = (root: ParentNode) => {
    const found: Element[] = [...root.querySelectorAll(selector)];
    if (root instanceof Element && root.matches(selector)) found.unshift(root);
    for (const element of found) {
      if (seen.has(element)) continue;
      seen.add(element);
      start(element as E);
    }
  };
  attached.push(scan);
  scan(document);
}

listen("htmx:after:process", (_detail, event) => {
  const root = event.target instanceof Element ? event.target : document;
  for (const scan of attached) scan(root);
});

/** Reports whether a key pressed now would be typed into something. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit", "file", "range"].includes(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** The topmost open dialog, or the page: where keys and shortcuts look for their controls. */
export function scope(): ParentNode {
  return [...document.querySelectorAll<HTMLDialogElement>("dialog[open]")].at(-1) ?? document;
}

/** The element of the page with this id, or nothing when it is not there. */
export function byId<E extends HTMLElement>(id: string | null | undefined): E | null {
  return id ? (document.getElementById(id) as E | null) : null;
}
