import type { TokenUsage } from './usage.ts';

/** `provider/model`, for example `openai/gpt-x`, `compatible:ollama/qwen3:8b`, `sample/nano`. */
export type ModelId = string;

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What a prompt's front matter or the command line asks of a model. Absent means: the provider's default. */
export interface ModelParameters {
  readonly temperature?: number;
  readonly topP?: number;
  /** Upper limit of generated tokens, reasoning included. The engine always sets it, since the spending cap rests on it. */
  readonly maxOutputTokens?: number;
  readonly stop?: readonly string[];
  readonly seed?: number;
  readonly reasoningEffort?: string;
  readonly responseFormat?: 'text' | 'json';
}

export interface ChatRequest {
  readonly messages: readonly Message[];
  readonly parameters: ModelParameters;
  /** Ask for token log-probabilities. A provider that was found not to give them ignores this. */
  readonly logprobs: boolean;
}

/** One generated token with its natural-log probability and the alternatives the provider listed, most likely first. */
export interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
  readonly alternatives: readonly { readonly token: string; readonly logprob: number }[];
}

export interface ChatAnswer {
  readonly text: string;
  readonly usage: TokenUsage;
  /** `length`: cut off at the output limit. `other`: content filter, tool call and the like. */
  readonly finish: 'stop' | 'length' | 'other';
  /** Absent where the provider gave none. */
  readonly logprobs?: readonly TokenLogprob[];
}

/** What response headers said about the rate limit; absent fields were not said. */
export interface RateLimit {
  readonly remainingRequests?: number;
  readonly limitRequests?: number;
  /** Milliseconds until the request window resets. */
  readonly resetMs?: number;
}

export interface ChatReply {
  readonly answer: ChatAnswer;
  readonly rateLimit: RateLimit;
}

/**
 * The port to a language model: one attempt of one call, no retries, no cache, no queue (`calls/` owns those).
 * Rejects with a `CallError` for everything the provider or the network does, and with the signal's reason when aborted.
 */
export interface ChatModel {
  readonly id: ModelId;
  /** Whether answers come with token log-probabilities; undefined until an answer has shown it. */
  readonly supportsLogprobs?: boolean | undefined;
  /** Parameters this model does not take and that are left out of its calls; grows when the provider refuses one. */
  readonly ignoredParameters?: readonly (keyof ModelParameters)[];
  /** @param onText told each piece of the answer's text as it arrives; absent: the answer comes whole, which is cheaper. */
  call(request: ChatRequest, signal: AbortSignal, onText?: (piece: string) => void): Promise<ChatReply>;
}
