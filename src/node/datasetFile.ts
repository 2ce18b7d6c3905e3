import { createHash } from 'node:crypto';
import { isParquetName } from '../core/datasets/datasetFormat.ts';
import { DatasetTally } from '../core/datasets/datasetTally.ts';
import { datasetItems, textRecords } from '../core/datasets/readDataset.ts';
import type { RawRecord } from '../core/datasets/recordReader.ts';
import type { Row } from '../core/datasets/row.ts';
import type { RowOptions } from '../core/datasets/rowMaker.ts';
import { type DatasetSample, type SampleOptions, sampleRows } from '../core/datasets/sampleRows.ts';
import { bytesOfFile } from './fileBytes.ts';
import { textOfFile } from './fileText.ts';
import { parquetFileRecords } from './parquetFile.ts';

export interface DatasetFileOptions extends RowOptions {
  readonly signal: AbortSignal;
}

export interface DatasetFileSample extends DatasetSample {
  /** Of the file's bytes, lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Samples a dataset file in one streaming pass that also computes its hash (of Parquet, in a second one); memory does not grow with the file.
 * Rejects with a `DatasetError` when the file gives no rows, and with the signal's reason when aborted.
 */
export async function sampleDatasetFile(
  file: string,
  { sampleSize, seed, signal, ...options }: SampleOptions & DatasetFileOptions,
): Promise<DatasetFileSample> {
  const hash = createHash('sha256');
  const records = recordsOfFile(file, signal, (bytes) => hash.update(bytes));
  const sample = await sampleRows(datasetItems(records, options), { file, sampleSize, seed });
  return { ...sample, sha256: hash.digest('hex') };
}

/**
 * All rows of a dataset file as a stream, malformed ones left out and counted in the tally.
 * Throws a `DatasetError` when the file gives no rows, and the signal's reason when aborted.
 */
export async function* readDatasetFile(
  file: string,
  { signal, tally = new DatasetTally(file), ...options }: DatasetFileOptions & { readonly tally?: DatasetTally },
): AsyncGenerator<Row> {
  for await (const item of datasetItems(recordsOfFile(file, signal), options)) {
    tally.add(item);
    if (item.kind === 'row') yield item.row;
  }
  tally.requireRows();
}

/** @param onBytes gets the file's bytes, in order, by the time the records end. */
async function* recordsOfFile(
  file: string,
  signal: AbortSignal,
  onBytes?: (bytes: Uint8Array) => void,
): AsyncGenerator<readonly RawRecord[]> {
  if (!isParquetName(file)) return yield* textRecords(textOfFile(file, signal, onBytes), file);
  yield* parquetFileRecords(file, signal);
  // A Parquet file is read from its end and in leaps.
  if (onBytes) for await (const bytes of bytesOfFile(file, signal)) onBytes(bytes);
}
