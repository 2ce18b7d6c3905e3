import type { ChatAnswer, ChatRequest, Message, ModelId, ModelParameters } from '../models/chatModel.ts';

export interface CallOrder {
  readonly messages: readonly Message[];
  readonly parameters: ModelParameters;
  /** 0 for the first answer; a higher number asks again instead of taking the answer already there. */
  readonly repeat?: number;
}

/** Whom to ask: the models, or what they answered before. */
export interface Asking {
  /** Cost of all answers given out, each counted once. */
  readonly costUSD: number;
  ask(id: ModelId, order: CallOrder, signal: AbortSignal): Promise<CallOutcome>;
}

export type CallOutcome =
  | { readonly kind: 'answered'; readonly answer: ChatAnswer; readonly costUSD: number }
  | { readonly kind: 'missing'; readonly why: string };

/** Output limit of a call whose prompt sets none: every call has one, since the spending cap rests on it. */
export const DEFAULT_MAX_OUTPUT_TOKENS = 1024;

/** Every call sent has an output limit and asks for log-probabilities: its key holds both. */
export function requestOf({ messages, parameters }: CallOrder): ChatRequest {
  return { messages, parameters: { maxOutputTokens: DEFAULT_MAX_OUTPUT_TOKENS, ...parameters }, logprobs: true };
}
