import type { ChatRequest, Message, ModelParameters } from '../models/chatModel.ts';

export interface CallOrder {
  readonly messages: readonly Message[];
  readonly parameters: ModelParameters;
  /** 0 for the first answer; a higher number asks again instead of taking the answer already there. */
  readonly repeat?: number;
}

/** Output limit of a call whose prompt sets none: every call has one, since the spending cap rests on it. */
export const DEFAULT_MAX_OUTPUT_TOKENS = 1024;

/** The request of an order: the same in a profile and in the runtime. */
export function requestOf({ messages, parameters }: CallOrder, logprobs: boolean): ChatRequest {
  return { messages, parameters: { maxOutputTokens: DEFAULT_MAX_OUTPUT_TOKENS, ...parameters }, logprobs };
}
