import { PathTimeoutError } from './errors.ts';
import type { PathStep } from './result.ts';

const DEFAULT_TIMEOUT_MS = 300_000;

/** The way of one input: who was asked so far, and how long it may take. */
export class Way {
  readonly path: PathStep[] = [];
  /** Aborted when the caller's is, or the time is over. */
  readonly signal: AbortSignal;
  readonly #timeoutMs: number;
  readonly #budget: AbortSignal;

  constructor(caller: AbortSignal | undefined, timeoutMs = DEFAULT_TIMEOUT_MS) {
    this.#timeoutMs = timeoutMs;
    this.#budget = AbortSignal.timeout(timeoutMs);
    this.signal = caller ? AbortSignal.any([caller, this.#budget]) : this.#budget;
  }

  /** Rejects with PathTimeoutError once the time is over, and with what `work` rejects with. */
  async inTime<T>(work: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (this.#budget.aborted && error === this.#budget.reason) throw new PathTimeoutError(this.#timeoutMs, this.path);
      throw error;
    }
  }
}
