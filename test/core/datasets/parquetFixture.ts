import { readFileSync } from 'node:fs';
import type { AsyncBuffer } from 'hyparquet';

/** The bytes of a file in `test/fixtures/parquet`. */
export function parquetBytes(name: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(new URL(`../../fixtures/parquet/${name}.parquet`, import.meta.url)));
}

export function bufferOf({ buffer }: Uint8Array<ArrayBuffer>): AsyncBuffer {
  return { byteLength: buffer.byteLength, slice: (start, end) => buffer.slice(start, end) };
}

/** The rows of `pages-v1` and `pages-v2`. */
export const pagedRows = Array.from({ length: 600 }, (_, id) => ({
  id,
  text: id % 50 === 7 ? null : `${['billing', 'login', 'bug'][id % 3]} ticket ${id}`,
  tags: Array.from({ length: id % 4 }, (_, k) => `tag ${(id + k) % 9}`),
}));
