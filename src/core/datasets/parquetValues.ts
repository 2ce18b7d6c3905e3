import type { JsonValue } from '../jsonValue.ts';
import type { ParquetColumn } from './parquetColumn.ts';
import { malformedRow, type RawRecord } from './recordReader.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** How Parquet's types beyond JSON's become values; what is no text stays bytes. */
export const parsers = {
  /** `2026-11-27`; of times of day the library's own dates are made. */
  dateFromDays: (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10),
  stringFromBytes(bytes: Uint8Array | undefined): string | Uint8Array | undefined {
    try {
      return bytes && decoder.decode(bytes);
    } catch {
      return bytes; // no UTF-8: `parquetRecord` says in which row and column
    }
  },
};

/** A row's values as the same row in JSON would have them. @param row from 0; each column holds it */
export function parquetRecord(columns: readonly Pick<ParquetColumn, 'name' | 'valueAt'>[], row: number): RawRecord {
  const line = row + 1;
  const values: Record<string, JsonValue> = {};
  for (const column of columns) {
    const value = jsonOf(column.valueAt(row));
    if (value === undefined) {
      const message = `Row ${line} has bytes that are no UTF-8 text in column "${column.name}"; leave the column out, or write it as text (base64, for instance).`;
      return malformedRow('no-text', message, line);
    }
    values[column.name] = value;
  }
  return { kind: 'values', line, values };
}

/** undefined: bytes, which JSON does not have. It has no numbers beyond all bounds either, and takes none that are not numbers: those are null. */
function jsonOf(value: unknown): JsonValue | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return undefined;
  if (Array.isArray(value)) {
    const items = value.map(jsonOf);
    return items.some((item) => item === undefined) ? undefined : (items as JsonValue[]);
  }
  const fields = Object.entries(value).map(([name, field]) => [name, jsonOf(field)] as const);
  return fields.some(([, field]) => field === undefined)
    ? undefined
    : (Object.fromEntries(fields) as Record<string, JsonValue>);
}
