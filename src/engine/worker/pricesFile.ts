import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorldFacts } from './worldFacts.ts';

/** The user's own prices as the price file that the engine reads; undefined: there are none. */
export function writePricesFile({
  prices,
  scratchFolder,
}: Pick<WorldFacts, 'prices' | 'scratchFolder'>): string | undefined {
  if (Object.keys(prices).length === 0) return undefined;
  const file = join(scratchFolder, `prices-${process.pid}.json`);
  mkdirSync(scratchFolder, { recursive: true });
  writeFileSync(file, JSON.stringify({ models: prices }, undefined, 2));
  return file;
}
