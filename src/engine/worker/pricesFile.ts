import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { sha256 } from '../../node/sha256.ts';
import type { WorldFacts } from './worldFacts.ts';

/**
 * The user's own prices as the price file that the engine reads; undefined: there are none. Other threads and windows may be reading theirs in this very
 * moment: other prices are another file, and a file is put in its place whole.
 */
export function writePricesFile({
  prices,
  scratchFolder,
}: Pick<WorldFacts, 'prices' | 'scratchFolder'>): string | undefined {
  if (Object.keys(prices).length === 0) return undefined;
  const text = JSON.stringify({ models: prices }, undefined, 2);
  const file = join(scratchFolder, `prices-${sha256(text).slice(0, 16)}.json`);
  const draft = `${file}.${process.pid}-${threadId}.tmp`;
  mkdirSync(scratchFolder, { recursive: true });
  writeFileSync(draft, text);
  renameSync(draft, file);
  return file;
}
