import type { JsonValue } from '../jsonValue.ts';

type JsonRecord = Readonly<Record<string, JsonValue>>;
type TextChange = (text: string) => string;

const mostDepth = 100;

/**
 * A copy of a row's values for a template library to read: `change` is applied to every string in it, keys included, and no object
 * in the copy has a prototype, so that a template which asks for `constructor` finds nothing. Throws a RangeError for values that
 * nest more than 100 deep.
 */
export function inertValues(values: JsonRecord, change: TextChange): Record<string, JsonValue> {
  return inertRecord(values, change, 0);
}

function inertRecord(record: JsonRecord, change: TextChange, depth: number): Record<string, JsonValue> {
  const copy: Record<string, JsonValue> = Object.create(null);
  for (const [key, value] of Object.entries(record)) copy[change(key)] = inertValue(value, change, depth);
  return copy;
}

function inertValue(value: JsonValue, change: TextChange, depth: number): JsonValue {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > mostDepth) throw new RangeError(`a value nests deeper than ${mostDepth}`);
  if (Array.isArray(value)) return value.map((item: JsonValue) => inertValue(item, change, depth + 1));
  return inertRecord(value as JsonRecord, change, depth + 1);
}
