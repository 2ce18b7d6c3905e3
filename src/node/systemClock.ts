import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../core/calls/clock.ts';

export const systemClock: Clock = {
  now: () => performance.now(),
  async sleep(delayMs, signal) {
    try {
      await delay(delayMs, undefined, { signal });
    } catch {
      // Node rejects with an AbortError of its own; the port promises the signal's reason.
      signal.throwIfAborted();
    }
  },
};
