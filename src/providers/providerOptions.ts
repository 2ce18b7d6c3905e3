import type { ModelId } from '../core/models/chatModel.ts';
import type { OptionalPart } from './parameterProbe.ts';

/** What every client is made of. */
export interface ProviderOptions {
  /** Canonical id, for messages and journals. */
  readonly id: ModelId;
  /** The model's name as the provider knows it. */
  readonly model: string;
  /** Whose key it is: `openai`, `anthropic`, or the name of a compatible server. */
  readonly account: string;
  /** Undefined: no key is sent (servers on this machine). */
  readonly apiKey: string | undefined;
  /** Already checked: see `checkedBaseURL`. */
  readonly baseURL: string;
  /** Longest wait for one attempt, body included. */
  readonly timeoutMs: number;
  /** Optional parts that the model is known to take, so that no call waits for a probe. */
  readonly takes?: readonly OptionalPart[];
}

/** Long enough for a reasoning model's longest answer. */
export const defaultTimeoutMs = 120_000;
