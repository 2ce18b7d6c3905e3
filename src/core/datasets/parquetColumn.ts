import type { DecodedArray, ParquetScan } from 'hyparquet';
import type { PageLocation } from 'hyparquet/src/types.js';

/** Pages of this many bytes together, as the file has them, are decoded at once: with each stretch the column's dictionary is decoded again. */
const bytesPerStretch = 256 * 1024;

/** Rows of a file, from 0; without `end`. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** One column of a row group, of which a few pages are held: a page is decoded as a whole, and each only once. */
export class ParquetColumn {
  readonly name: string;
  readonly #scan: ParquetScan;
  readonly #stretches: Iterator<RowRange>;
  #held: RowRange = { start: 0, end: 0 };
  #values: DecodedArray = [];

  constructor(name: string, scan: ParquetScan, stretches: Iterable<RowRange>) {
    this.name = name;
    this.#scan = scan;
    this.#stretches = stretches[Symbol.iterator]();
  }

  /** Goes on to the stretch that holds a row, and gives the stretch's end. Rows are asked for in order. */
  async hold(row: number): Promise<number> {
    while (row >= this.#held.end) {
      const { value, done } = this.#stretches.next();
      if (done) throw new RangeError(`row ${row} is beyond the row group`);
      this.#held = value;
      this.#values = []; // before others take their place in memory
      this.#values = await this.#scan.readColumn({ column: this.name, rowStart: value.start, rowEnd: value.end });
    }
    return this.#held.end;
  }

  /** Of a row that is held. */
  valueAt(row: number): unknown {
    return this.#values[row - this.#held.start];
  }
}

/** @param pages of the row group in file order; undefined: unknown, and the group is one stretch */
export function stretchesOf(pages: readonly PageLocation[] | undefined, { start, end }: RowRange): RowRange[] {
  const stretches: RowRange[] = [];
  let from = start;
  let bytes = 0;
  for (const { first_row_index, compressed_page_size } of pages ?? []) {
    const row = start + Number(first_row_index);
    if (bytes >= bytesPerStretch && row > from) {
      stretches.push({ start: from, end: row });
      from = row;
      bytes = 0;
    }
    bytes += compressed_page_size;
  }
  return [...stretches, { start: from, end }];
}
