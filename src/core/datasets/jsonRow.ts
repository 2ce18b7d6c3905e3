import type { JsonValue } from '../jsonValue.ts';
import { malformedRow, type RawRecord } from './recordReader.ts';
import type { RowValues } from './row.ts';

/** A row written as one JSON object that starts on the given physical line. */
export function jsonRow(text: string, line: number): RawRecord {
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The engine's own words are kept for a person only: they differ between engines.
    const detail = error instanceof Error ? ` (${error.message})` : '';
    return malformedRow('invalid-json', `The row on line ${line} is not valid JSON${detail}.`, line);
  }
  if (isObject(value)) return { kind: 'values', line, values: value };
  return malformedRow(
    'not-an-object',
    `The row on line ${line} is not a JSON object; write {"column": value, ..}.`,
    line,
  );
}

export function isObject(value: JsonValue | undefined): value is RowValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
