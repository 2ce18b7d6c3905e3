import type { SampleRequestRecord } from './sampleRequestRecord.ts';

/** An error status in the API's own error shape, for example 429, 500, 503 or 529. */
export interface ErrorFault {
  readonly kind: 'error';
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What goes wrong with one request, on demand. */
export type Fault =
  | ErrorFault
  /** A good answer, but this much later than the server's latency. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** The connection is cut before the first byte of the answer, or after half of it. */
  | { readonly kind: 'cut'; readonly when: 'before' | 'midway' }
  /** Status 200, and in it something that is not JSON. */
  | { readonly kind: 'malformed' }
  /** Status 200, the first half of a good answer, and then a proper end. */
  | { readonly kind: 'truncated' }
  /** A good answer without choices (OpenAI) or content (Anthropic). */
  | { readonly kind: 'empty' }
  /** 400 when log-probabilities are asked for, as reasoning models do; a good answer otherwise. */
  | { readonly kind: 'refuse-logprobs' }
  /** A good answer whose usage says that so many of its input tokens were read from or written to a cache, or that so many were spent on reasoning. */
  | {
      readonly kind: 'usage';
      readonly cachedInputTokens?: number;
      readonly cacheWriteTokens?: number;
      readonly reasoningTokens?: number;
    }
  /** A good answer with these headers on top, for example a rate limit that is nearly used up. */
  | { readonly kind: 'headers'; readonly headers: Readonly<Record<string, string>> };

/** Decides each request's fate by its number (from 1, in order of arrival) and what it asks; undefined: all goes well. */
export type FaultPlan = (requestNumber: number, record: SampleRequestRecord) => Fault | undefined;

/** The first request gets the first entry, and so on; all goes well where it says undefined and after the last. */
export function faultsInOrder(...faults: readonly (Fault | undefined)[]): FaultPlan {
  return (requestNumber) => faults[requestNumber - 1];
}

export function everyRequest(fault: Fault): FaultPlan {
  return () => fault;
}

/** 429, with the wait in `retry-after` (whole seconds, rounded up) and `retry-after-ms`; without a wait there are no such headers. */
export function rateLimited(retryAfterMs?: number): ErrorFault {
  if (retryAfterMs === undefined) return { kind: 'error', status: 429 };
  const headers = { 'retry-after': String(Math.ceil(retryAfterMs / 1000)), 'retry-after-ms': String(retryAfterMs) };
  return { kind: 'error', status: 429, headers };
}

/** Anthropic's 529. */
export const overloaded: ErrorFault = { kind: 'error', status: 529 };
