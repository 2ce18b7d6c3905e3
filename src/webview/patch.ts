import type { Drawn, EventName, Handlers } from './element.ts';

const SVG = 'http://www.w3.org/2000/svg';
const keys = new WeakMap<Element, string>();
const handlers = new WeakMap<Element, Handlers>();
const listening = new WeakMap<Element, Set<string>>();

/**
 * Makes the children of `parent` match what is drawn, changing as little as possible: an element that stays keeps its focus, selection and scroll.
 * A text field that has the focus keeps what is being typed.
 */
export function patch(parent: Element, drawn: readonly (Drawn | string)[]): void {
  const wanted = new Set(drawn.flatMap((child) => (typeof child === 'string' ? [] : (child.key ?? []))));
  const keyed = new Map<string, Element>();
  for (const child of Array.from(parent.children)) {
    const key = keys.get(child);
    if (key === undefined) continue;
    if (wanted.has(key)) keyed.set(key, child);
    else child.remove();
  }
  let next = parent.firstChild;
  for (const child of drawn) {
    const there = nodeFor(child, next, keyed);
    const node = there ?? make(parent, child);
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
    if (typeof child !== 'string') dress(node as Element, child);
    else if (node.nodeValue !== child) node.nodeValue = child;
    // What stood in its place is not what is drawn there now.
    if (!there && next && !hasKey(child) && !hasKey(next)) next = removed(next);
  }
  while (next) next = removed(next);
}

/** The node that shows this already: by its key wherever it is, else by its place. */
function nodeFor(child: Drawn | string, next: ChildNode | null, keyed: Map<string, Element>): ChildNode | undefined {
  if (typeof child === 'string') return next?.nodeType === Node.TEXT_NODE ? next : undefined;
  const there = child.key === undefined ? next : keyed.get(child.key);
  const fits = there instanceof Element && there.localName === child.tag && keys.get(there) === child.key;
  return fits ? there : undefined;
}

function make(parent: Element, child: Drawn | string): ChildNode {
  if (typeof child === 'string') return document.createTextNode(child);
  const isSvg = child.tag === 'svg' || parent.namespaceURI === SVG;
  const made = isSvg ? document.createElementNS(SVG, child.tag) : document.createElement(child.tag);
  if (child.key !== undefined) keys.set(made, child.key);
  return made;
}

function hasKey(what: Drawn | string | ChildNode): boolean {
  if (typeof what === 'string') return false;
  return what instanceof Node ? what instanceof Element && keys.has(what) : what.key !== undefined;
}

/** Removes it. @returns what came after */
function removed(node: ChildNode): ChildNode | null {
  const after = node.nextSibling;
  node.remove();
  return after;
}

function dress(element: Element, drawn: Drawn): void {
  for (const { name } of Array.from(element.attributes)) {
    // Whether details are open is the user's own business unless it is drawn.
    if (name === 'open' && !('open' in drawn.attributes)) continue;
    if (!isPresent(drawn.attributes[name])) element.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(drawn.attributes)) {
    if (!isPresent(value) || isLive(element, name)) continue;
    const text = value === true ? '' : String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
  listen(element, drawn.on);
  patch(element, drawn.children);
  // After the children: a select takes a value only once it has the option.
  setLive(element, drawn.attributes);
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== false;
}

/** State that the user changes as well and that its attribute gives only the start of. */
function isLive(element: Element, name: string): boolean {
  if (name === 'value') return element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
  return name === 'checked' && element instanceof HTMLInputElement;
}

function setLive(element: Element, { value, checked }: Drawn['attributes']): void {
  if (element instanceof HTMLInputElement) {
    if (element.type === 'checkbox' || element.type === 'radio') element.checked = checked === true;
    else if (element !== document.activeElement) element.value = String(value ?? '');
  } else if (element instanceof HTMLSelectElement && element.selectedOptions[0]?.value !== value) {
    element.value = String(value ?? '');
  }
}

/** One listener for each kind of event, which asks for the handler of the latest drawing. */
function listen(element: Element, on: Handlers): void {
  handlers.set(element, on);
  const known = listening.get(element) ?? new Set();
  for (const name of Object.keys(on) as EventName[]) {
    if (known.has(name)) continue;
    known.add(name);
    element.addEventListener(name, (event) => handlers.get(element)?.[name]?.(event));
  }
  listening.set(element, known);
}
