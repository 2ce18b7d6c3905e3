import type { Clock } from '../core/calls/clock.ts';
import { withRetries } from '../core/calls/retry.ts';
import { CallError } from '../core/models/callError.ts';
import type { Price } from '../core/models/price.ts';
import type { TokenUsage } from '../core/models/usage.ts';

export interface CallDeps {
  readonly clock: Clock;
  /** For the jitter of retries only. */
  readonly random: { uniform(): number };
  readonly attempts: number;
}

/** How often a call is tried unless the caller says otherwise. */
export const DEFAULT_ATTEMPTS = 3;

/** What came of a call and all its attempts; cost in USD, undefined: unknown. */
export type BilledOutcome<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly costUSD: number | undefined }
  | { readonly kind: 'failed'; readonly why: string; readonly costUSD: number | undefined; readonly cause?: unknown };

/**
 * Sends a call, trying again while that may help. Rejects with the signal's reason; every failure of the provider is an outcome.
 * @param send one attempt @param price undefined: unknown, and so is every cost
 */
export async function billedCall<Answer extends { readonly usage: TokenUsage }>(
  send: () => Promise<{ readonly answer: Answer }>,
  { price, deps, signal }: { readonly price: Price | undefined; readonly deps: CallDeps; readonly signal: AbortSignal },
): Promise<BilledOutcome<Answer>> {
  const bill = new Bill(price);
  const attempt = async () => {
    const started = deps.clock.now();
    const seconds = () => (deps.clock.now() - started) / 1000;
    try {
      const { answer } = await send();
      bill.answered(answer.usage, seconds());
      return answer;
    } catch (error) {
      const cause = error instanceof UnrepeatableError ? error.cause : error;
      if (cause instanceof CallError) bill.failed(cause, seconds());
      throw error;
    }
  };
  try {
    return { kind: 'answered', answer: await withRetries(attempt, deps, signal), costUSD: bill.costUSD };
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof UnrepeatableError ? error.cause : error;
    if (!(cause instanceof CallError)) throw error;
    return { kind: 'failed', why: cause.message, costUSD: bill.costUSD, cause };
  }
}

/** Carries a CallError past the retries. */
export class UnrepeatableError extends Error {
  override readonly cause: CallError;

  constructor(cause: CallError) {
    super(cause.message);
    this.cause = cause;
  }
}

/** Sums what the attempts of one call cost; unknown as soon as one of them is. */
class Bill {
  readonly #price: Price | undefined;
  costUSD: number | undefined = 0;

  constructor(price: Price | undefined) {
    this.#price = price;
  }

  answered(usage: TokenUsage, seconds: number): void {
    this.#add(this.#price?.costUSD(usage, seconds));
  }

  failed({ usage, mayBeBilled }: CallError, seconds: number): void {
    if (usage) this.#add(this.#price?.costUSD(usage, seconds));
    else if (mayBeBilled) this.#add(undefined);
  }

  #add(costUSD: number | undefined): void {
    this.costUSD = this.costUSD === undefined || costUSD === undefined ? undefined : this.costUSD + costUSD;
  }
}
