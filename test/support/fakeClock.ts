import type { Clock } from '../../src/core/calls/clock.ts';

/** Time that passes only by sleeping, at once. `sleeps` keeps what was asked for. */
export class FakeClock implements Clock {
  readonly sleeps: number[] = [];
  #nowMs = 0;

  now(): number {
    return this.#nowMs;
  }

  async sleep(delayMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.sleeps.push(delayMs);
    this.#nowMs += delayMs;
  }
}
