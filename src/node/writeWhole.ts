import { renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Replaces a file: written beside it, brought to the disk, then renamed. So a reader never sees half of it, and after a power cut the file holds the old
 * or the new content whole.
 * @throws what node:fs throws; no draft is left behind
 */
export function writeWhole(file: string, content: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, content, { flush: true });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
