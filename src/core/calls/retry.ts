import { CallError } from '../models/callError.ts';
import type { Random } from '../random.ts';
import type { Clock } from './clock.ts';

/** How often a call is tried in all, unless its caller says otherwise. */
const ATTEMPTS = 5;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
/** A provider that asks for a longer pause than this is given up on for this call. */
const LONGEST_RETRY_AFTER_MS = 120_000;

/**
 * The one retry layer: up to five attempts (or as many as `deps` says) while the error says that another may succeed. Waits as long as the provider asked, or
 * else twice as long each time (0.5 s, 1 s, .. 30 s) with jitter down to half, so that calls that failed together do not come back together.
 * Rejects with the last error, or with the signal's reason.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  { clock, random, attempts = ATTEMPTS }: { clock: Clock; random: Pick<Random, 'uniform'>; attempts?: number },
  signal: AbortSignal,
): Promise<T> {
  for (let number = 1; ; number++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof CallError) || !error.retryable || number >= attempts) throw error;
      if ((error.retryAfterMs ?? 0) > LONGEST_RETRY_AFTER_MS) throw error;
      await clock.sleep(error.retryAfterMs ?? backoffMs(number, random), signal);
    }
  }
}

function backoffMs(attemptNumber: number, random: Pick<Random, 'uniform'>): number {
  const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attemptNumber - 1));
  return longest * (0.5 + random.uniform() / 2);
}
