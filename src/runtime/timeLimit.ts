/** A timer for longer would go off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Does the work with a signal that is aborted, with `expired()`, when its time is over, or with the reason of the caller's own signal.
 * Leaves no timer and no listener behind: the caller's signal may outlive millions of runs, and what `AbortSignal.any` hangs on it stays.
 */
export async function withTimeLimit<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { timeoutMs, signal, expired }: TimeLimit,
): Promise<T> {
  signal?.throwIfAborted();
  const limited = new AbortController();
  const cancel = () => limited.abort(signal?.reason);
  signal?.addEventListener('abort', cancel, { once: true });
  const timer = setTimeout(() => limited.abort(expired()), Math.min(timeoutMs, LONGEST_TIMER_MS));
  try {
    return await work(limited.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

interface TimeLimit {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Makes the error for a work that took too long. */
  readonly expired: () => Error;
}
