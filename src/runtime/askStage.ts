import { requestOf } from '../core/calls/callOrder.ts';
import type { Clock } from '../core/calls/clock.ts';
import { compactLogprobs } from '../core/calls/compactLogprobs.ts';
import { withRetries } from '../core/calls/retry.ts';
import { CallError } from '../core/models/callError.ts';
import type { ChatModel, ChatReply, Message, ModelParameters } from '../core/models/chatModel.ts';
import type { Price } from '../core/models/price.ts';
import { tokenProbability } from '../core/policies/tokenProbability.ts';
import type { StageOutcome } from './walkPolicy.ts';

/** A stage's model with what it is sent and what it costs. */
export interface StageModel {
  readonly model: ChatModel;
  readonly parameters: ModelParameters;
  /** undefined: unknown, and so is every cost. */
  readonly price: Price | undefined;
}

export interface StageCall {
  readonly messages: readonly Message[];
  /** Log-probabilities are asked for only where a decision rests on them. */
  readonly logprobs: boolean;
  readonly signal: AbortSignal;
  readonly onText: ((piece: string) => void) | undefined;
}

export interface StageDeps {
  readonly clock: Clock;
  /** For the jitter of retries only. */
  readonly random: { uniform(): number };
  readonly attempts: number;
}

/** Asks one stage's model, trying again while that may help. Rejects with the signal's reason, or with what `onText` throws; every failure of the provider is an outcome. */
export async function askStage(
  { model, parameters, price }: StageModel,
  { messages, logprobs, signal, onText }: StageCall,
  deps: StageDeps,
): Promise<StageOutcome> {
  const request = requestOf({ messages, parameters }, logprobs);
  const bill = new Bill(price);
  let streamed = false;
  let fault: { readonly error: unknown } | undefined;
  const streaming =
    onText &&
    ((piece: string) => {
      streamed = true;
      try {
        onText(piece);
      } catch (error) {
        fault = { error }; // the provider's code would take it for a broken stream
        throw error;
      }
    });
  const attempt = async (): Promise<ChatReply> => {
    const started = deps.clock.now();
    const seconds = () => (deps.clock.now() - started) / 1000;
    try {
      const reply = await model.call(request, signal, streaming);
      bill.answered(reply, seconds());
      return reply;
    } catch (error) {
      if (error instanceof CallError) bill.failed(error, seconds());
      // What has been given out cannot be taken back, so a broken stream is not begun again.
      throw streamed && error instanceof CallError ? new BrokenStream(error) : error;
    }
  };
  try {
    const { answer } = await withRetries(attempt, deps, signal);
    return {
      kind: 'answered',
      text: answer.text,
      finish: answer.finish,
      // Of as many tokens as a profile's journal keeps, or a long answer would have another probability here.
      tokenProbability: logprobs ? tokenProbability(compactLogprobs(answer)) : undefined,
      usage: answer.usage,
      costUSD: bill.costUSD,
    };
  } catch (error) {
    signal.throwIfAborted();
    if (fault) throw fault.error;
    const cause = error instanceof BrokenStream ? error.cause : error;
    if (!(cause instanceof CallError)) throw error;
    return { kind: 'failed', why: cause.message, costUSD: bill.costUSD, cause, isGivenOut: streamed };
  }
}

/** Carries a CallError past the retries. */
class BrokenStream extends Error {
  override readonly cause: CallError;

  constructor(cause: CallError) {
    super(cause.message);
    this.cause = cause;
  }
}

/** Sums what the attempts of one stage cost; unknown as soon as one of them is. */
class Bill {
  readonly #price: Price | undefined;
  costUSD: number | undefined = 0;

  constructor(price: Price | undefined) {
    this.#price = price;
  }

  answered({ answer }: ChatReply, seconds: number): void {
    this.#add(this.#price?.costUSD(answer.usage, seconds));
  }

  failed({ usage, mayBeBilled }: CallError, seconds: number): void {
    if (usage) this.#add(this.#price?.costUSD(usage, seconds));
    else if (mayBeBilled) this.#add(undefined);
  }

  #add(costUSD: number | undefined): void {
    this.costUSD = this.costUSD === undefined || costUSD === undefined ? undefined : this.costUSD + costUSD;
  }
}
