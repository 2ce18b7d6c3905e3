import { DatasetError } from './datasetError.ts';

/** Of text; Parquet is bytes, and read another way. */
export type DatasetFormat = 'csv' | 'tsv' | 'jsonl' | 'json-array';

const otherFormats = /\.(arrow|feather|avro|orc|xlsx?|ods|sqlite|gz|bz2|zst|zip|ya?ml|xml)$/i;

export function isParquetName(file: string): boolean {
  return /\.parquet$/i.test(file);
}

/**
 * The format that a file's name tells; `undefined` when only its content can (`.json` may hold an array or lines).
 * @throws DatasetError for a name of a format that is not read.
 */
export function formatOfName(file: string): DatasetFormat | undefined {
  if (otherFormats.test(file)) throw unreadFormat(file);
  if (/\.csv$/i.test(file)) return 'csv';
  if (/\.(tsv|tab)$/i.test(file)) return 'tsv';
  if (/\.(jsonl|ndjson)$/i.test(file)) return 'jsonl';
  return undefined;
}

/**
 * The format that the beginning of a file's text looks like; text that is no JSON is taken for CSV.
 * @throws DatasetError when it is no text.
 */
export function formatOfContent(file: string, beginning: string): DatasetFormat {
  if (beginning.includes('\0')) throw unreadFormat(file);
  const first = beginning.trimStart()[0];
  if (first === '[') return 'json-array';
  return first === '{' || /\.json$/i.test(file) ? 'jsonl' : 'csv';
}

function unreadFormat(file: string): DatasetError {
  const message = `${file} is not in a format that is read as a dataset; convert it to CSV, TSV, JSON lines (.jsonl, .ndjson), a JSON array (.json) or Parquet (.parquet).`;
  return new DatasetError(message, { file, reason: 'format' });
}
