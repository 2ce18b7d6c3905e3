import { FailureError } from '../errors.ts';
import type { ModelId, RateLimit } from './chatModel.ts';
import type { TokenUsage } from './usage.ts';

/**
 * Why a single attempt failed.
 * `key`: 401 or 403, or an account without credit (402, or a 429 that says the quota is spent). `model`: the provider does not know the model (404). `request`: the provider refuses this request (other 4xx).
 * `rate`: 429. `overloaded`: 529 or 503. `server`: other 5xx. `timeout`: no answer in time. `connection`: refused or cut.
 * `malformed`: an answer that is not of the provider's wire shape.
 */
export type CallErrorReason =
  | 'key'
  | 'model'
  | 'request'
  | 'rate'
  | 'overloaded'
  | 'server'
  | 'timeout'
  | 'connection'
  | 'malformed';

const retryableReasons: ReadonlySet<CallErrorReason> = new Set([
  'rate',
  'overloaded',
  'server',
  'timeout',
  'connection',
  'malformed',
]);

const billedReasons: ReadonlySet<CallErrorReason> = new Set(['timeout', 'connection', 'malformed']);

export interface CallErrorFacts {
  readonly model: ModelId;
  readonly reason: CallErrorReason;
  readonly status?: number;
  /** What the provider asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly rateLimit?: RateLimit;
  /** What the failed attempt is billed all the same, where the provider said it (a malformed answer may carry its usage). */
  readonly usage?: TokenUsage;
  /** The field of the request that the provider blames, in its own words. */
  readonly blamedField?: string;
  /** The connection was never made, so nothing reached the provider. */
  readonly neverSent?: boolean;
  readonly cause?: unknown;
}

/** One failed attempt to call a model. Its message never holds a key, the prompt or a row. */
export class CallError extends FailureError {
  readonly model: ModelId;
  readonly reason: CallErrorReason;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly rateLimit: RateLimit;
  readonly usage: TokenUsage | undefined;
  readonly blamedField: string | undefined;
  readonly neverSent: boolean;
  /** Decided here, once: may the same call succeed when sent again? */
  readonly retryable: boolean;
  /** The request may have been worked on, and be billed, although no good answer came back. */
  readonly mayBeBilled: boolean;

  constructor(message: string, facts: CallErrorFacts) {
    super(message, { cause: facts.cause });
    this.model = facts.model;
    this.reason = facts.reason;
    this.status = facts.status;
    this.retryAfterMs = facts.retryAfterMs;
    this.rateLimit = facts.rateLimit ?? {};
    this.usage = facts.usage;
    this.blamedField = facts.blamedField;
    this.neverSent = facts.neverSent ?? false;
    this.retryable = retryableReasons.has(facts.reason);
    this.mayBeBilled = !this.neverSent && billedReasons.has(facts.reason);
  }
}
