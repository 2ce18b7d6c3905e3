import type { JsonValue } from '../jsonValue.ts';

const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;

/** Is this a JSON pointer (RFC 6901)? The empty one is the whole document. */
export function isJsonPointer(text: string): boolean {
  return POINTER.test(text);
}

/** The pointer to a member or element of what `pointer` points to. */
export function childPointer(pointer: string, key: string): string {
  return `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** What a valid pointer points to; undefined when the document has no such place. */
export function valueAt(document: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const token of pointer.split('/').slice(1)) {
    value = childOf(value, token.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return value;
}

/** The member of an object or element of an array; undefined when there is none. */
export function childOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (Array.isArray(value))
    return /^(?:0|[1-9]\d*)$/.test(key) ? (value as readonly JsonValue[])[Number(key)] : undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, JsonValue>>)[key];
}
