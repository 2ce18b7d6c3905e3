import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_METHOD } from '../core/profiling/profile.ts';
import { ConfigPathError } from '../engine/configFile.ts';
import { type LiveProfileOptions, SELF_CHECK_ITEMS } from '../engine/profileOptions.ts';

/**
 * Lays the embedded sample out in a folder of the user's, so that the routing config can stand beside the prompt as it would in a project. A journal of
 * an earlier demo is removed: each demo really asks the models.
 * @throws ConfigPathError when the folder cannot be made
 */
export function layOutDemo(sampleFolder: string, folder: string): LiveProfileOptions {
  const promptFile = join(folder, 'triage.prompty');
  const dataFile = join(folder, 'tickets.csv');
  try {
    mkdirSync(folder, { recursive: true });
    copyFileSync(join(sampleFolder, 'triage.prompty'), promptFile);
    copyFileSync(join(sampleFolder, 'tickets.csv'), dataFile);
    rmSync(join(folder, '.downtier'), { recursive: true, force: true });
  } catch (error) {
    throw new ConfigPathError(folder, error instanceof Error ? error.message : String(error), error);
  }
  return {
    promptFile,
    dataFile,
    models: ['sample/nano', 'sample/mini', 'sample/large'],
    reference: 'sample/large',
    method: DEFAULT_METHOD,
    delta: 0.1,
    confidence: 0.95,
    scope: 'stream',
    volume: 100_000,
    profileItems: 5000,
    seed: 1,
    equivalence: undefined,
    labels: undefined,
    judge: undefined,
    compare: true,
    selfCheckItems: SELF_CHECK_ITEMS,
    maxSpendUSD: 5,
    concurrency: 16,
    timeoutMs: 30_000,
    pricesFile: undefined,
    journalFolder: undefined,
    out: undefined,
  };
}
