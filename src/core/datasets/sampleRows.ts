import type { Finding } from '../findings.ts';
import { createRandom, shuffled } from '../random.ts';
import type { DatasetItem } from './datasetItem.ts';
import { DatasetTally } from './datasetTally.ts';
import type { Row } from './row.ts';

/** A seeded sample of a dataset, and what one pass over all of it told. */
export interface DatasetSample {
  /** In seeded random order. `min(sampleSize, totalRows)` of them. */
  readonly rows: readonly Row[];
  /** The seed that chose and ordered them. */
  readonly seed: number;
  /** All rows of the dataset that could be read. */
  readonly totalRows: number;
  /** Rows that were skipped because they could not be read. */
  readonly malformedRows: number;
  /** The first 20 of the whole pass, in file order. */
  readonly findings: readonly Finding[];
  /** Of the sampled rows, without the gold column, in the file's order. */
  readonly columns: readonly string[];
  /** `assert` for promptfoo tests; `undefined` when no row has an expected answer. */
  readonly goldColumn: string | undefined;
  /**
   * The distinct expected answers of all rows in order of appearance; `undefined` when there are none, or too many (over 200) or too
   * long ones (over 200 characters) for labels.
   */
  readonly goldLabels: readonly string[] | undefined;
}

export interface SampleOptions {
  /** At least 1. */
  readonly sampleSize: number;
  readonly seed: number;
}

/**
 * Draws `sampleSize` rows without replacement, each row of the dataset as likely as any other, in one pass and in the memory of the
 * sample alone: Algorithm R (Vitter, "Random sampling with a reservoir", ACM TOMS 11(1), 1985, section 2). Row number t (from 1) takes
 * a uniformly chosen place among t; if that place is one of the sample's, the row there gives way. Deterministic for seed and content.
 * @param options.file the dataset's name, for the error.
 * @throws DatasetError when there is no row.
 */
export async function sampleRows(
  items: AsyncIterable<DatasetItem> | Iterable<DatasetItem>,
  { file, sampleSize, seed }: SampleOptions & { readonly file: string },
): Promise<DatasetSample> {
  if (!Number.isSafeInteger(sampleSize) || sampleSize < 1) {
    throw new RangeError(`a sample size must be an integer of at least 1, got ${sampleSize}`);
  }
  const random = createRandom(seed);
  const reservoir: Row[] = [];
  const tally = new DatasetTally(file);
  for await (const item of items) {
    tally.add(item);
    if (item.kind !== 'row') continue;
    if (reservoir.length < sampleSize) reservoir.push(detached(item.row));
    else {
      const place = random.integer(tally.rows);
      if (place < sampleSize) reservoir[place] = detached(item.row);
    }
  }
  tally.requireRows();
  return {
    rows: shuffled(reservoir, random),
    seed,
    totalRows: tally.rows,
    malformedRows: tally.malformed,
    findings: tally.findings,
    columns: columnsOf(reservoir),
    goldColumn: tally.goldColumn,
    goldLabels: tally.goldLabels,
  };
}

/** A copy that shares no text with the piece of the file it was cut from: a cell kept alive would keep its whole piece alive. */
function detached(row: Row): Row {
  const { values, gold } = JSON.parse(JSON.stringify({ values: row.values, gold: row.gold })) as Pick<
    Row,
    'values' | 'gold'
  >;
  return { ...row, values, gold };
}

function columnsOf(rows: readonly Row[]): readonly string[] {
  const inFileOrder = rows.toSorted((first, second) => first.index - second.index);
  return [...new Set(inFileOrder.flatMap((row) => Object.keys(row.values)))];
}
