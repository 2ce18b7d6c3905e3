import type { ProfileOrder, ProfileOutcome } from '../../src/engine/worker/protocol.ts';
import type { WorldFacts } from '../../src/engine/worker/worldFacts.ts';

export const world: WorldFacts = {
  today: '2026-11-22',
  sampleFolder: '/sample',
  keys: {},
  baseURLs: {},
  prices: {},
  scratchFolder: '/scratch',
};

export function orderFor(promptFile: string): ProfileOrder {
  return {
    promptFile,
    dataFile: '/data.csv',
    models: ['sample/nano', 'sample/large'],
    reference: 'sample/large',
    method: 'smart-mix',
    delta: 0.1,
    confidence: 0.95,
    scope: 'stream',
    volume: 1000,
    maxSpendUSD: 5,
    profileItems: 100,
    seed: 1,
    concurrency: 4,
    timeoutMs: 1000,
    equivalence: undefined,
    labels: undefined,
    judge: undefined,
    journalFolder: undefined,
    out: undefined,
  };
}

/** Only what the profiles hand on unseen. */
export const outcome = {
  configFile: '/p.cascade.json',
  result: { savings: { ratio: Number.POSITIVE_INFINITY } },
} as ProfileOutcome;
