import { PathTimeoutError } from './errors.ts';
import type { PathStep } from './result.ts';

const DEFAULT_TIMEOUT_MS = 300_000;
/** A timer for longer would go off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The way of one input: who was asked so far, and how long it may take. */
export class Way {
  readonly path: PathStep[] = [];
  readonly #caller: AbortSignal | undefined;
  readonly #timeoutMs: number;
  readonly #endsAtMs: number;
  readonly #stop = new AbortController();

  constructor(caller: AbortSignal | undefined, timeoutMs = DEFAULT_TIMEOUT_MS) {
    this.#caller = caller;
    this.#timeoutMs = timeoutMs;
    this.#endsAtMs = performance.now() + timeoutMs;
  }

  /** While `inTime` works it is aborted when the caller's is, for the same reason, and with PathTimeoutError when the time is over. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /**
   * Rejects with PathTimeoutError once the time is over, and with what `work` rejects with. Leaves no timer and no listener behind: the caller's signal may
   * outlive millions of runs, and what `AbortSignal.any` hangs on it stays.
   */
  async inTime<T>(work: () => Promise<T>): Promise<T> {
    const caller = this.#caller;
    caller?.throwIfAborted();
    this.signal.throwIfAborted();
    const cancel = () => this.#stop.abort(caller?.reason);
    caller?.addEventListener('abort', cancel, { once: true });
    const expire = () => this.#stop.abort(new PathTimeoutError(this.#timeoutMs, this.path));
    const timer = setTimeout(expire, Math.min(this.#endsAtMs - performance.now(), LONGEST_TIMER_MS));
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      caller?.removeEventListener('abort', cancel);
    }
  }
}
