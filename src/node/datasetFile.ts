import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { DatasetError } from '../core/datasets/datasetError.ts';
import { DatasetTally } from '../core/datasets/datasetTally.ts';
import { readDataset } from '../core/datasets/readDataset.ts';
import type { Row } from '../core/datasets/row.ts';
import type { RowOptions } from '../core/datasets/rowMaker.ts';
import { type DatasetSample, type SampleOptions, sampleRows } from '../core/datasets/sampleRows.ts';

export interface DatasetFileOptions extends RowOptions {
  readonly signal: AbortSignal;
}

export interface DatasetFileSample extends DatasetSample {
  /** Of the file's bytes, lower-case hexadecimal. */
  readonly sha256: string;
}

const pieceBytes = 256 * 1024;

/**
 * Samples a dataset file in one streaming pass that also computes its hash; memory does not grow with the file.
 * Rejects with a `DatasetError` when the file gives no rows, and with the signal's reason when aborted.
 */
export async function sampleDatasetFile(
  file: string,
  { sampleSize, seed, signal, ...options }: SampleOptions & DatasetFileOptions,
): Promise<DatasetFileSample> {
  const hash = createHash('sha256');
  const texts = textsOfFile(file, signal, (bytes) => hash.update(bytes));
  const sample = await sampleRows(readDataset(texts, { ...options, file }), { file, sampleSize, seed });
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
  for await (const item of readDataset(textsOfFile(file, signal), { ...options, file })) {
    tally.add(item);
    if (item.kind === 'row') yield item.row;
  }
  tally.requireRows();
}

/** A file's text, one piece a read; the next piece is read when it is asked for. */
async function* textsOfFile(
  file: string,
  signal: AbortSignal,
  onBytes: (bytes: Uint8Array) => void = () => {},
): AsyncGenerator<string> {
  signal.throwIfAborted();
  const handle = await open(file).catch((error: unknown) => {
    throw fileError(file, error);
  });
  try {
    const decoder = new Utf8Decoder(file);
    const buffer = new Uint8Array(pieceBytes);
    for (;;) {
      const bytes = buffer.subarray(0, await readPiece(handle, buffer, file));
      signal.throwIfAborted();
      onBytes(bytes);
      yield decoder.decode(bytes);
      if (bytes.length === 0) return;
    }
  } finally {
    await handle.close();
  }
}

async function readPiece(handle: FileHandle, buffer: Uint8Array, file: string): Promise<number> {
  try {
    return (await handle.read(buffer, 0, buffer.length, null)).bytesRead;
  } catch (error) {
    throw fileError(file, error);
  }
}

/** Decodes UTF-8 cut anywhere and says on which line it is none. */
class Utf8Decoder {
  readonly #file: string;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #line = 1;

  constructor(file: string) {
    this.#file = file;
  }

  /** No bytes: the end of the file. */
  decode(bytes: Uint8Array): string {
    try {
      const text = this.#decoder.decode(bytes, { stream: bytes.length > 0 });
      this.#line += newlinesIn(text);
      return text;
    } catch (error) {
      const [before = ''] = new TextDecoder().decode(bytes).split('\uFFFD', 1);
      const line = this.#line + newlinesIn(before);
      const message = `${this.#file} is not UTF-8 text at line ${line}; save it as UTF-8.`;
      throw new DatasetError(message, { file: this.#file, reason: 'encoding', line, cause: error });
    }
  }
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function fileError(file: string, cause: unknown): DatasetError {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
    return new DatasetError(`${file} does not exist; check the dataset's path.`, { file, reason: 'missing', cause });
  }
  const detail = cause instanceof Error ? ` (${cause.message})` : '';
  return new DatasetError(`${file} cannot be read${detail}.`, { file, reason: 'unreadable', cause });
}
