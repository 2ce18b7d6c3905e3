import { systemClock } from '../../node/systemClock.ts';
import type { World } from '../profileOptions.ts';
import type { WorldFacts } from './worldFacts.ts';

export function workerWorld({ today, sampleFolder, keys, baseURLs }: WorldFacts): World {
  return {
    clock: systemClock,
    today,
    sampleFolder,
    keyOf: (account) => (Object.hasOwn(keys, account) ? keys[account] : undefined),
    baseURLOf: (account) => (Object.hasOwn(baseURLs, account) ? baseURLs[account] : undefined),
  };
}
