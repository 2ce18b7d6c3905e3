import type { ModelId } from '../models/chatModel.ts';
import type { Asking, CallOutcome } from './asking.ts';
import { callKey, type Digest, embeddingKey } from './callKey.ts';
import { type CallOrder, requestOf } from './callOrder.ts';
import { GivenOut } from './givenOut.ts';
import type { Journal, JournaledEmbedding } from './journal.ts';
import { unpackVector } from './packedVector.ts';

/** Answers from the journal alone: nothing is sent and nothing paid. What is not there is missing. */
export class JournaledCalls implements Asking {
  readonly #journal: Pick<Journal, 'answerTo' | 'hasFailed'>;
  readonly #digest: Digest;
  readonly #givenOut = new GivenOut();

  constructor(journal: Pick<Journal, 'answerTo' | 'hasFailed'>, digest: Digest) {
    this.#journal = journal;
    this.#digest = digest;
  }

  get costUSD(): number {
    return this.#givenOut.totalUSD;
  }

  async ask(id: ModelId, order: CallOrder, signal: AbortSignal): Promise<CallOutcome> {
    signal.throwIfAborted();
    const key = this.#keyOf(id, order);
    const known = this.#journal.answerTo(key);
    return known ? this.#givenOut.give(key, known) : { kind: 'missing', why: 'not in the journal' };
  }

  async embed(id: ModelId, text: string, signal: AbortSignal): Promise<CallOutcome<Float32Array>> {
    signal.throwIfAborted();
    const key = embeddingKey(this.#digest, id, text);
    const known = this.#journal.answerTo<JournaledEmbedding>(key);
    if (!known) return { kind: 'missing', why: 'not in the journal' };
    return this.#givenOut.give(key, { ...known, answer: unpackVector(known.answer.vector) });
  }

  /** It was asked and never answered: missing data, unlike a call that was never made. */
  hasFailed(id: ModelId, order: CallOrder): boolean {
    return this.#journal.hasFailed(this.#keyOf(id, order));
  }

  #keyOf(id: ModelId, order: CallOrder): string {
    return callKey(this.#digest, id, requestOf(order, true), order.repeat ?? 0);
  }
}
