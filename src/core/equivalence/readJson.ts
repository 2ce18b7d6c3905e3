import type { JsonValue } from '../jsonValue.ts';

/** Where to give up looking for JSON in prose that is full of brackets, so that the work stays proportional to the text. */
const MAX_STARTS = 50;
/** Deeper nesting is taken for a model's stutter, and would exhaust the stack of whoever walks it. */
const MAX_DEPTH = 200;

/**
 * The one JSON value in what a model wrote: the whole text, or the content of its only fence that holds JSON, or the only object or array that
 * stands in its prose. undefined when there is none, or more than one, since it is then not known which is meant.
 */
export function readJson(text: string): JsonValue | undefined {
  if (nestsTooDeep(text)) return undefined;
  const whole = parsed(text);
  if (whole !== undefined) return whole;
  const fences = [...text.matchAll(/```[^\n`]*\n([\s\S]*?)```/g)];
  const fenced = fences.map((fence) => parsed(fence[1] ?? '')).filter((value) => value !== undefined);
  const found = fenced.length > 0 ? fenced : embedded(text);
  return found.length === 1 ? found[0] : undefined;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text.trim()) as JsonValue;
  } catch {
    // Not JSON: that is what the caller asks.
    return undefined;
  }
}

/** Brackets in strings are counted too: simpler, and at worst a strange text is not taken for JSON. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[{}[\]]/g)) {
    depth = bracket === '{' || bracket === '[' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function embedded(text: string): readonly JsonValue[] {
  const found: JsonValue[] = [];
  const opening = /[{[]/g;
  for (let starts = 0; starts < MAX_STARTS; starts++) {
    const start = opening.exec(text)?.index;
    if (start === undefined) break;
    const end = endOfBrackets(text, start);
    const value = end === undefined ? undefined : parsed(text.slice(start, end));
    if (value === undefined || end === undefined) continue;
    found.push(value);
    opening.lastIndex = end;
  }
  return found;
}

/** Just behind the bracket that closes the one at `start`; brackets inside JSON strings do not count. */
function endOfBrackets(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let index = start; index < text.length; index++) {
    const character = text.charAt(index);
    if (quoted && character === '\\') index++;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if ('{['.includes(character)) depth++;
    else if (']}'.includes(character) && --depth === 0) return index + 1;
  }
  return undefined;
}
