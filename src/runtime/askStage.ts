import { requestOf } from '../core/calls/callOrder.ts';
import { compactLogprobs } from '../core/calls/compactLogprobs.ts';
import { CallError } from '../core/models/callError.ts';
import type { ChatModel, ChatReply, Message, ModelParameters } from '../core/models/chatModel.ts';
import type { Price } from '../core/models/price.ts';
import { tokenProbability } from '../core/policies/tokenProbability.ts';
import { billedCall, type CallDeps, UnrepeatableError } from './billedCall.ts';
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

/** Asks one stage's model, trying again while that may help. Rejects with the signal's reason, or with what `onText` throws; every failure of the provider is an outcome. */
export async function askStage(
  { model, parameters, price }: StageModel,
  { messages, logprobs, signal, onText }: StageCall,
  deps: CallDeps,
): Promise<StageOutcome> {
  const request = requestOf({ messages, parameters }, logprobs);
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
  const send = async (): Promise<ChatReply> => {
    try {
      return await model.call(request, signal, streaming);
    } catch (error) {
      // What has been given out cannot be taken back, so a broken stream is not begun again.
      throw streamed && error instanceof CallError ? new UnrepeatableError(error) : error;
    }
  };
  const outcome = await billedCall(send, { price, deps, signal });
  if (fault) throw fault.error;
  if (outcome.kind === 'failed') return { ...outcome, isGivenOut: streamed };
  const { answer, costUSD } = outcome;
  return {
    kind: 'answered',
    text: answer.text,
    finish: answer.finish,
    // Of as many tokens as a profile's journal keeps, or a long answer would have another probability here.
    tokenProbability: logprobs ? tokenProbability(compactLogprobs(answer)) : undefined,
    usage: answer.usage,
    costUSD,
  };
}
