import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveProfileOptions } from '../engine/profileOptions.ts';

/** The whole job on the embedded sample. Its journal goes to a fresh folder, so that each demo really asks the models. */
export function demoOptions(sampleFolder: string, out: string): LiveProfileOptions {
  return {
    promptFile: join(sampleFolder, 'triage.prompty'),
    dataFile: join(sampleFolder, 'tickets.csv'),
    models: ['sample/nano', 'sample/mini', 'sample/large'],
    reference: 'sample/large',
    method: 'smart-mix',
    delta: 0.1,
    confidence: 0.95,
    scope: 'stream',
    volume: 100_000,
    profileItems: 5000,
    seed: 1,
    equivalence: undefined,
    labels: undefined,
    judge: undefined,
    maxSpendUSD: 5,
    concurrency: 16,
    timeoutMs: 30_000,
    pricesFile: undefined,
    journalFolder: mkdtempSync(join(tmpdir(), 'downtier-demo-')),
    out,
  };
}
