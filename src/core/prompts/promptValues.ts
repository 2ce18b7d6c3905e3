import type { JsonValue } from '../datasets/row.ts';

/**
 * A copy of a row's value for a template library to read: `mapText` is applied to every string in it, keys included, and no
 * object in the copy has a prototype, so that a template which asks for `constructor` finds nothing.
 */
export function inertValue(value: JsonValue, mapText: (text: string) => string): JsonValue {
  if (typeof value === 'string') return mapText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => inertValue(item, mapText));
  return inertRecord(value as Readonly<Record<string, JsonValue>>, mapText);
}

/** As `inertValue`, for a whole row. */
export function inertRecord(
  record: Readonly<Record<string, JsonValue>>,
  mapText: (text: string) => string,
): Record<string, JsonValue> {
  const copy: Record<string, JsonValue> = Object.create(null);
  for (const [key, value] of Object.entries(record)) copy[mapText(key)] = inertValue(value, mapText);
  return copy;
}
