import { CallError } from '../models/callError.ts';
import type { ChatModel, ChatRequest, ModelId } from '../models/chatModel.ts';
import type { Price } from '../models/price.ts';
import { tokenUpperBound } from '../models/tokenEstimate.ts';
import type { Random } from '../random.ts';
import type { Asking, CallOutcome } from './asking.ts';
import { callKey, type Digest } from './callKey.ts';
import { CallLane } from './callLane.ts';
import { type CallOrder, DEFAULT_MAX_OUTPUT_TOKENS, requestOf } from './callOrder.ts';
import type { Clock } from './clock.ts';
import { compactLogprobs } from './compactLogprobs.ts';
import { GivenOut } from './givenOut.ts';
import { GracePeriod } from './gracePeriod.ts';
import type { Journal } from './journal.ts';
import { withRetries } from './retry.ts';
import { SilentModelError } from './silentModelError.ts';
import type { Reservation, SpendingCap } from './spendingCap.ts';

/** A model with what its calls cost. */
export interface PricedModel {
  readonly model: ChatModel;
  readonly price: Price;
}

export interface PaidCallsDeps {
  readonly models: ReadonlyMap<ModelId, PricedModel>;
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
  readonly #underWay = new Map<string, Promise<CallOutcome>>();
  readonly #seen = new Set<string>();
  readonly #givenOut = new GivenOut();
  /** Calls that failed for good since the model's last answer. */
  readonly #failures = new Map<ModelId, number>();

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
    const request = requestOf(order, true);
    const key = callKey(this.#deps.digest, id, request, order.repeat ?? 0);
    const { journal, cap, pastIsCharged } = this.#deps;
    if (!pastIsCharged && !this.#seen.has(key)) cap.charge(journal.spentOn(key));
    this.#seen.add(key);
    const known = journal.answerTo(key);
    if (known) {
      this.#failures.delete(id);
      return Promise.resolve(this.#givenOut.give(key, known));
    }
    const same = this.#underWay.get(key);
    if (same) return same;
    const outcome = this.#lane(id)
      .run(() => this.#pay(priced, request, key, signal))
      .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, outcome);
    return outcome;
  }

  async #pay(priced: PricedModel, request: ChatRequest, key: string, signal: AbortSignal): Promise<CallOutcome> {
    try {
      return await withRetries(() => this.#attempt(priced, request, key, signal), this.#deps, signal);
    } catch (error) {
      if (!(error instanceof CallError) || error.reason === 'key' || error.reason === 'model') throw error;
      return this.#missing(priced.model.id, error);
    }
  }

  #missing(model: ModelId, error: CallError): CallOutcome {
    const failures = (this.#failures.get(model) ?? 0) + 1;
    this.#failures.set(model, failures);
    if (failures >= FAILURES_BEFORE_GIVING_UP) throw new SilentModelError(model, failures, error);
    return { kind: 'missing', why: error.message };
  }

  async #attempt(priced: PricedModel, request: ChatRequest, key: string, signal: AbortSignal): Promise<CallOutcome> {
    const { journal, cap, clock } = this.#deps;
    const { model, price } = priced;
    signal.throwIfAborted();
    const worstUSD = this.#worstCaseUSD(price, request);
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
    const lane = this.#lane(model.id);
    const era = lane.era;
    try {
      journal.record({ type: 'sent', key, model: model.id, worstUSD });
      const { answer, rateLimit } = await this.#grace.run((hard) => model.call(request, hard), signal);
      const seconds = (clock.now() - started) / 1000;
      const costUSD = price.costUSD(answer.usage, seconds);
      settle(costUSD);
      const kept = compactLogprobs(answer);
      journal.record({ type: 'answered', key, costUSD, seconds, answer: kept });
      lane.answered(rateLimit);
      this.#failures.delete(model.id);
      return this.#givenOut.give(key, { answer: kept, costUSD });
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

  #worstCaseUSD(price: Price, request: ChatRequest): number {
    return price.worstCaseUSD({
      inputTokens: tokenUpperBound(request.messages),
      maxOutputTokens: request.parameters.maxOutputTokens ?? DEFAULT_MAX_OUTPUT_TOKENS,
      maxSeconds: this.#deps.timeoutMs / 1000,
    });
  }

  #lane(id: ModelId): CallLane {
    const lane = this.#lanes.get(id) ?? new CallLane(this.#deps.concurrency);
    this.#lanes.set(id, lane);
    return lane;
  }
}
