import { type FileHandle, open } from 'node:fs/promises';
import { DatasetError } from '../core/datasets/datasetError.ts';

const pieceBytes = 256 * 1024;

/** A file's bytes in order; a piece is good until the next is asked for. Throws a DatasetError, and the signal's reason. */
export async function* bytesOfFile(file: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  const handle = await openFile(file);
  try {
    const buffer = new Uint8Array(pieceBytes);
    for (;;) {
      const bytes = buffer.subarray(0, await readInto(handle, buffer, { file, position: null }));
      signal.throwIfAborted();
      if (bytes.length === 0) return;
      yield bytes;
    }
  } finally {
    await handle.close();
  }
}

/** Rejects with a DatasetError. */
export async function openFile(file: string): Promise<FileHandle> {
  return open(file).catch((error: unknown) => {
    throw fileError(file, error);
  });
}

/** How many bytes were read. @param from.position null: from where the last read ended. Rejects with a DatasetError. */
export async function readInto(
  handle: FileHandle,
  buffer: Uint8Array,
  { file, position }: { readonly file: string; readonly position: number | null },
): Promise<number> {
  try {
    return (await handle.read(buffer, 0, buffer.length, position)).bytesRead;
  } catch (error) {
    throw fileError(file, error);
  }
}

function fileError(file: string, cause: unknown): DatasetError {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
    return new DatasetError(`${file} does not exist; check the dataset's path.`, { file, reason: 'missing', cause });
  }
  const detail = cause instanceof Error ? ` (${cause.message})` : '';
  return new DatasetError(`${file} cannot be read${detail}.`, { file, reason: 'unreadable', cause });
}
