import { CallError } from './callError.ts';
import type { ModelId, RateLimit } from './chatModel.ts';
import type { TokenUsage } from './usage.ts';

/** A text as numbers, with what it took. */
export interface EmbeddingAnswer {
  /** Finite, of one length for all texts of a model. Single precision, as it is computed and kept. */
  readonly vector: Float32Array;
  readonly usage: TokenUsage;
}

export interface EmbeddingReply {
  readonly answer: EmbeddingAnswer;
  readonly rateLimit: RateLimit;
}

/**
 * The port to an embeddings model: one attempt for one text, like `ChatModel`. One text a call, since a call is what is journaled, paid and looked up again.
 * Rejects with a `CallError` for everything the provider or the network does, and with the signal's reason when aborted.
 */
export interface EmbeddingModel {
  readonly id: ModelId;
  embed(text: string, signal: AbortSignal): Promise<EmbeddingReply>;
}

/** @throws CallError for a vector of another length: under the same name there is another model, and no other text mends that */
export function requireLength(model: ModelId, { length }: Float32Array, expected: number | undefined): void {
  if (expected === undefined || length === expected) return;
  throw new CallError(
    `${model} gave a vector of ${length} numbers where ${expected} are expected: it is not the model that was profiled with. Ask for that one, or profile again.`,
    { model, reason: 'model' },
  );
}
