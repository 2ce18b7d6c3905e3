import type { JsonValue } from '../jsonValue.ts';
import type { ModelId } from '../models/chatModel.ts';

/** One row to be answered, as profiling sees it. */
export interface ProfileItem {
  /** Stable within the dataset; recordings look answers up by it. */
  readonly id: string;
  /** The expected answer where the dataset has one. */
  readonly gold: string | undefined;
  /** What a person recognises the item by; undefined where the input is not known. */
  readonly input?: string | undefined;
  /** What P(IK) may read besides; absent: nothing was asked for. All items have the same ones. */
  readonly columns?: Readonly<Record<string, JsonValue>> | undefined;
}

export type Outcome =
  | {
      readonly kind: 'answered';
      /** null: an answer was given and paid for but recorded as unusable; it deviates from every other answer. */
      readonly text: string | null;
      readonly costUSD: number;
      /** P(T): the model's probability of its answer in [0, 1]; undefined where the provider gives no log-probabilities. */
      readonly tokenProbability: number | undefined;
    }
  /** A failed call: missing data, never a deviation and never an agreement. */
  | { readonly kind: 'missing'; readonly why: string };

export type EmbeddingOutcome =
  | { readonly kind: 'answered'; readonly embedding: Float32Array; readonly costUSD: number }
  | { readonly kind: 'missing'; readonly why: string };

/**
 * Where profiling gets answers from: live models behind the paid-call pipeline, a recording, or a simulation.
 * Rejects with `SpendingCapError` when the next call could break the cap, and with another error when going on makes no sense (wrong key, unknown
 * model, cancelled); everything else that goes wrong with one call is a `missing` outcome.
 */
export interface AnswerSource<Item extends ProfileItem = ProfileItem> {
  /** Cost in USD of every answer given so far, whether paid now or in an earlier run that is resumed. */
  readonly costUSD: number;
  answer(model: ModelId, item: Item, signal: AbortSignal): Promise<Outcome>;
  /** Asks once more, for an answer of its own. Absent where nobody can be asked again: in recordings and simulations. */
  answerAgain?(model: ModelId, item: Item, signal: AbortSignal): Promise<Outcome>;
  /** The embedding of the item's input. Absent where there is no embeddings model. */
  embed?(item: Item, signal: AbortSignal): Promise<EmbeddingOutcome>;
}
