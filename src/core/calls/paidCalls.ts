import { CallError } from '../models/callError.ts';
import type { ChatAnswer, ChatModel, ModelId, RateLimit } from '../models/chatModel.ts';
import { type EmbeddingModel, requireLength } from '../models/embeddingModel.ts';
import type { CallBound, Price } from '../models/price.ts';
import { tokenUpperBound } from '../models/tokenEstimate.ts';
import type { Random } from '../random.ts';
import type { Asking, CallOutcome } from './asking.ts';
import { callKey, type Digest, embeddingKey } from './callKey.ts';
import { CallLane } from './callLane.ts';
import { type CallOrder, DEFAULT_MAX_OUTPUT_TOKENS, requestOf } from './callOrder.ts';
import type { Clock } from './clock.ts';
import { compactLogprobs } from './compactLogprobs.ts';
import { GivenOut } from './givenOut.ts';
import { GracePeriod } from './gracePeriod.ts';
import type { Journal, JournaledEmbedding } from './journal.ts';
import { packVector, unpackVector } from './packedVector.ts';
import { withRetries } from './retry.ts';
import { SilentModelError } from './silentModelError.ts';
import type { Reservation, SpendingCap } from './spendingCap.ts';

/** A model with what its calls cost. */
export interface PricedModel {
  readonly model: ChatModel;
  readonly price: Price;
}

/** Who embeds texts. */
export interface PricedEmbeddings {
  readonly model: EmbeddingModel;
  readonly price: Price;
  /** Of every vector. Absent: that of the first one. */
  readonly length?: number | undefined;
}

export interface PaidCallsDeps {
  readonly models: ReadonlyMap<ModelId, PricedModel>;
  readonly embeddings?: PricedEmbeddings | undefined;
  readonly journal: Journal;
  readonly cap: SpendingCap;
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  /** Calls at once per model. */
  readonly concurrency: number;
  /** Longest attempt in milliseconds, for models paid by the second. */
  readonly timeoutMs: number;
  /** What earlier runs spent is already charged to the cap, as one sum. Default: each call's share is charged when the call is first wanted. */
  readonly pastIsCharged?: boolean;
}

/** As the journal keeps it. */
type KeptAnswer = ChatAnswer | JournaledEmbedding;

/** One call, whatever it is for. */
interface Purchase<Answer extends KeptAnswer> {
  readonly id: ModelId;
  readonly key: string;
  readonly price: Price;
  readonly bound: Omit<CallBound, 'maxSeconds'>;
  /** One attempt. */
  readonly send: (signal: AbortSignal) => Promise<{ readonly answer: Answer; readonly rateLimit: RateLimit }>;
}

/** So many calls in a row that failed for good: a server that is down, or a prompt that this model refuses. The other rows would fare no better. */
const FAILURES_BEFORE_GIVING_UP = 10;

/**
 * Every paid call goes through here: looked up in the journal, reserved under the cap, queued, tried again, priced, and journaled before its answer is
 * given out. The same call is never sent twice at once, nor again once answered.
 *
 * Rejects with `SpendingCapError`; with a `CallError` for a wrong key or an unknown model, and with `SilentModelError` for a model that no
 * longer answers, which no other row can mend; with the store's error when the journal cannot be written; or with the signal's reason. Every other
 * failure is a `missing` outcome.
 */
export class PaidCalls implements Asking {
  readonly #deps: PaidCallsDeps;
  readonly #grace: GracePeriod;
  readonly #lanes = new Map<ModelId, CallLane>();
  readonly #underWay = new Map<string, Promise<CallOutcome<KeptAnswer>>>();
  readonly #seen = new Set<string>();
  readonly #givenOut = new GivenOut();
  /** Calls that failed for good since the model's last answer. */
  readonly #failures = new Map<ModelId, number>();
  #embeddingLength: number | undefined;

  constructor(deps: PaidCallsDeps) {
    this.#deps = deps;
    this.#grace = new GracePeriod(deps.clock);
  }

  /** Whether paid now or in an earlier run. */
  get costUSD(): number {
    return this.#givenOut.totalUSD;
  }

  ask(id: ModelId, order: CallOrder, signal: AbortSignal): Promise<CallOutcome> {
    const priced = this.#deps.models.get(id);
    if (!priced) throw new RangeError(`${id} is not among the models of this run`);
    const { model, price } = priced;
    const request = requestOf(order, true);
    const purchase = {
      id,
      price,
      key: callKey(this.#deps.digest, id, request, order.repeat ?? 0),
      bound: {
        inputTokens: tokenUpperBound(request.messages),
        maxOutputTokens: request.parameters.maxOutputTokens ?? DEFAULT_MAX_OUTPUT_TOKENS,
      },
      send: async (hard: AbortSignal) => {
        const { answer, rateLimit } = await model.call(request, hard);
        return { answer: compactLogprobs(answer), rateLimit };
      },
    };
    return this.#once(purchase, signal);
  }

  /** Rejects besides with a `CallError` for a vector of another length than the model's others. */
  async embed(id: ModelId, text: string, signal: AbortSignal): Promise<CallOutcome<Float32Array>> {
    const { embeddings, digest } = this.#deps;
    if (embeddings?.model.id !== id) throw new RangeError(`${id} is not the embeddings model of this run`);
    const purchase = {
      id,
      price: embeddings.price,
      key: embeddingKey(digest, id, text),
      bound: { inputTokens: tokenUpperBound([{ role: 'user', content: text }]), maxOutputTokens: 0 },
      send: async (hard: AbortSignal) => {
        const { answer, rateLimit } = await embeddings.model.embed(text, hard);
        return { answer: { ...answer, vector: packVector(answer.vector) }, rateLimit };
      },
    };
    const outcome = await this.#once<JournaledEmbedding>(purchase, signal);
    if (outcome.kind === 'missing') return outcome;
    const vector = unpackVector(outcome.answer.vector);
    this.#embeddingLength ??= embeddings.length ?? vector.length;
    requireLength(id, vector, this.#embeddingLength);
    return { ...outcome, answer: vector };
  }

  #once<Answer extends KeptAnswer>(purchase: Purchase<Answer>, signal: AbortSignal): Promise<CallOutcome<Answer>> {
    const { id, key } = purchase;
    const { journal, cap, pastIsCharged } = this.#deps;
    if (!pastIsCharged && !this.#seen.has(key)) cap.charge(journal.spentOn(key));
    this.#seen.add(key);
    const known = journal.answerTo<Answer>(key);
    if (known) {
      this.#failures.delete(id);
      return Promise.resolve(this.#givenOut.give(key, known));
    }
    const same = this.#underWay.get(key) as Promise<CallOutcome<Answer>> | undefined; // one key, one kind of answer
    if (same) return same;
    const outcome = this.#lane(id)
      .run(() => this.#pay(purchase, signal))
      .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, outcome);
    return outcome;
  }

  async #pay<Answer extends KeptAnswer>(purchase: Purchase<Answer>, signal: AbortSignal): Promise<CallOutcome<Answer>> {
    try {
      return await withRetries(() => this.#attempt(purchase, signal), this.#deps, signal);
    } catch (error) {
      if (!(error instanceof CallError) || error.reason === 'key' || error.reason === 'model') throw error;
      return this.#missing(purchase.id, error);
    }
  }

  #missing(model: ModelId, error: CallError): { readonly kind: 'missing'; readonly why: string } {
    const failures = (this.#failures.get(model) ?? 0) + 1;
    this.#failures.set(model, failures);
    if (failures >= FAILURES_BEFORE_GIVING_UP) throw new SilentModelError(model, failures, error);
    return { kind: 'missing', why: error.message };
  }

  async #attempt<Answer extends KeptAnswer>(
    { id, key, price, bound, send }: Purchase<Answer>,
    signal: AbortSignal,
  ): Promise<CallOutcome<Answer>> {
    const { journal, cap, clock, timeoutMs } = this.#deps;
    signal.throwIfAborted();
    const worstUSD = price.worstCaseUSD({ ...bound, maxSeconds: timeoutMs / 1000 });
    const reservation = await cap.reserve(worstUSD);
    let settled = false;
    const settle: Reservation['settle'] = (costUSD) => {
      settled = true;
      reservation.settle(costUSD);
    };
    if (signal.aborted) {
      reservation.settle(0); // cancelled while waiting for room under the cap: nothing was sent
      throw signal.reason;
    }
    const started = clock.now();
    const lane = this.#lane(id);
    const era = lane.era;
    try {
      journal.record({ type: 'sent', key, model: id, worstUSD });
      const { answer, rateLimit } = await this.#grace.run(send, signal);
      const seconds = (clock.now() - started) / 1000;
      const costUSD = price.costUSD(answer.usage, seconds);
      settle(costUSD);
      journal.record({ type: 'answered', key, costUSD, seconds, answer });
      lane.answered(rateLimit);
      this.#failures.delete(id);
      return this.#givenOut.give(key, { answer, costUSD });
    } catch (error) {
      lane.failed(error, era);
      const seconds = (clock.now() - started) / 1000;
      if (!settled) this.#recordFailure({ key, error, price, worstUSD, seconds, signal }, settle);
      throw error;
    }
  }

  /** Errors are journaled too. What may have been billed although it failed counts as spent. */
  #recordFailure(
    facts: { key: string; error: unknown; price: Price; worstUSD: number; seconds: number; signal: AbortSignal },
    settle: Reservation['settle'],
  ): void {
    const { key, error, price, worstUSD, seconds, signal } = facts;
    if (error instanceof CallError) {
      const mayCostUSD = error.usage ? price.costUSD(error.usage, seconds) : error.mayBeBilled ? worstUSD : 0;
      settle(mayCostUSD);
      this.#deps.journal.record({ type: 'failed', key, reason: error.reason, status: error.status, mayCostUSD });
    } else {
      // Cancelled under way, or the journal failed: the provider may have billed it.
      settle(worstUSD);
      if (signal.aborted) {
        this.#deps.journal.record({
          type: 'failed',
          key,
          reason: 'cancelled',
          status: undefined,
          mayCostUSD: worstUSD,
        });
      }
    }
  }

  #lane(id: ModelId): CallLane {
    const lane = this.#lanes.get(id) ?? new CallLane(this.#deps.concurrency);
    this.#lanes.set(id, lane);
    return lane;
  }
}
