/** Time as a port, so that no test waits for the real one. */
export interface Clock {
  /** Milliseconds since any fixed moment; never runs backwards. */
  now(): number;
  /** Resolves after `delayMs`; rejects with the signal's reason as soon as that is aborted. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
}
