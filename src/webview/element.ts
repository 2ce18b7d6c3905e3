export type EventName = 'click' | 'change' | 'keydown' | 'blur' | 'toggle';
export type Handlers = Partial<Readonly<Record<EventName, (event: Event) => void>>>;
type AttributeValue = string | number | boolean | undefined;

/** What an element is to look like. Plain data, so views are functions that tests can read without a browser; `patch` makes the page match. */
export interface Drawn {
  readonly tag: string;
  /** `true`: present and empty; `false` and undefined: absent. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly on: Handlers;
  /** Siblings with keys are matched by them, others by their place. */
  readonly key: string | undefined;
  readonly children: readonly (Drawn | string)[];
}

/** Nothing (undefined, false) keeps its place as empty text, so that what comes and goes does not shift its siblings. */
export type Child = Drawn | string | undefined | false | readonly Child[];

type Props = Readonly<Record<string, AttributeValue | Handlers>>;

/** Makes a `Drawn`. `on` holds event handlers, `key` the key; everything else are attributes. */
export function h(tag: string, props: Props = {}, ...children: readonly Child[]): Drawn {
  const attributes: Record<string, AttributeValue> = {};
  let on: Handlers = {};
  let key: string | undefined;
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'object') on = value;
    else if (name === 'key') key = String(value);
    else attributes[name] = value;
  }
  return { tag, attributes, on, key, children: flat(children) };
}

function flat(children: readonly Child[]): (Drawn | string)[] {
  return children.flatMap((child) => {
    if (child === undefined || child === false) return [''];
    return isList(child) ? flat(child) : [child];
  });
}

function isList(child: Child): child is readonly Child[] {
  return Array.isArray(child);
}
