import type { IncomingHttpHeaders } from 'node:http';
import type { TokenLogprob } from '../../core/models/chatModel.ts';
import type { TokenUsage } from '../../core/models/usage.ts';

/** What a request asks for, whichever API it came through. */
export interface SampleCall {
  readonly model: string;
  readonly text: string;
  readonly promptTokens: number;
  /** Undefined: as many as the answer has. */
  readonly maxTokens: number | undefined;
  readonly stream: boolean;
  /** Whether a stream ends with the usage (OpenAI asks for it; Anthropic's always does). */
  readonly streamUsage: boolean;
  /** Alternatives to list per token; undefined: no log-probabilities were asked for. */
  readonly topLogprobs: number | undefined;
}

/** A request that gets no answer. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  /** The field at fault, where one is. */
  readonly field?: string;
}

export interface Completion {
  /** Numbers the answer's id. */
  readonly number: number;
  readonly call: SampleCall;
  /** Empty only where a fault took the answer away. */
  readonly tokens: readonly TokenLogprob[];
  readonly finish: 'stop' | 'length';
  readonly usage: TokenUsage;
}

export interface RateState {
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
}

/** How one API writes things on the wire. Everything but `rateHeaders`, which may read the clock, is pure. */
export interface WireFormat {
  readonly api: 'openai' | 'anthropic';
  /** Name of the header that carries the request's id. */
  readonly requestIdHeader: string;
  keyOf(headers: IncomingHttpHeaders): string | undefined;
  read(body: unknown, headers: IncomingHttpHeaders): SampleCall | Refusal;
  errorBody(refusal: Refusal, requestId: string): object;
  completionBody(completion: Completion): object;
  /** The stream's server-sent events, each with its closing empty line. */
  events(completion: Completion): readonly string[];
  modelBody(name: string): object;
  modelListBody(names: readonly string[]): object;
  rateHeaders(rate: RateState): Readonly<Record<string, string>>;
}

/**
 * When the models and their answers came about, in seconds since 1970: a fixed moment (the start of 2026), so that the same request gets
 * the same bytes.
 */
export const createdSeconds = 1_767_225_600;
