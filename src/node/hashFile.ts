import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** SHA-256 of a file's bytes, lower-case hexadecimal, in one streaming pass; undefined where no such file can be read. Devices and pipes are no files. */
export async function hashFile(file: string): Promise<string | undefined> {
  try {
    if (!statSync(file).isFile()) return undefined;
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    return hash.digest('hex');
  } catch {
    return undefined; // missing, unreadable, or gone while it was read: the caller says what that means
  }
}

/** `hashFile` that reads a file again only when its size or time has changed. */
export function createFileHasher(): (file: string) => Promise<string | undefined> {
  const known = new Map<string, { readonly stamp: string; readonly sha256: string | undefined }>();
  return async (file) => {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (!stats) return undefined;
    const stamp = `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
    const before = known.get(file);
    if (before?.stamp === stamp) return before.sha256;
    const sha256 = await hashFile(file);
    known.set(file, { stamp, sha256 });
    return sha256;
  };
}
