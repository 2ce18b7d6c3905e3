import { DatasetError } from '../core/datasets/datasetError.ts';
import type { RawRecord } from '../core/datasets/recordReader.ts';
import { openFile, readInto } from './fileBytes.ts';

/** A Parquet file's records. Throws a DatasetError for a file that cannot be read, and the signal's reason when aborted. */
export async function* parquetFileRecords(file: string, signal: AbortSignal): AsyncGenerator<readonly RawRecord[]> {
  signal.throwIfAborted();
  const handle = await openFile(file);
  try {
    const { size: byteLength } = await handle.stat();
    const slice = async (start: number, end = byteLength): Promise<ArrayBuffer> => {
      const bytes = new Uint8Array(end - start);
      const read = await readInto(handle, bytes, { file, position: start });
      if (read === bytes.length) return bytes.buffer;
      const message = `${file} ends before byte ${end}, where it says that data lie; copy or write it again.`;
      throw new DatasetError(message, { file, reason: 'malformed' });
    };
    // The reader of Parquet is large, and most datasets are text.
    const { parquetRecords } = await import('../core/datasets/parquetRecords.ts');
    for await (const records of parquetRecords({ byteLength, slice }, file)) {
      signal.throwIfAborted();
      yield records;
    }
  } finally {
    await handle.close();
  }
}
