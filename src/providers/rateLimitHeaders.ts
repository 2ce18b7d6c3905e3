import type { RateLimit } from '../core/models/chatModel.ts';

/** The request limit in OpenAI's headers or Anthropic's. Of the two clocks involved only the server's own is used. */
export function rateLimitFrom(headers: Headers): RateLimit {
  const limitRequests = count(headers, 'x-ratelimit-limit-requests', 'anthropic-ratelimit-requests-limit');
  const remainingRequests = count(headers, 'x-ratelimit-remaining-requests', 'anthropic-ratelimit-requests-remaining');
  const resetMs =
    durationMs(headers.get('x-ratelimit-reset-requests')) ??
    untilMs(headers.get('anthropic-ratelimit-requests-reset'), headers);
  return {
    ...(limitRequests === undefined ? {} : { limitRequests }),
    ...(remainingRequests === undefined ? {} : { remainingRequests }),
    ...(resetMs === undefined ? {} : { resetMs }),
  };
}

/** `retry-after-ms` in milliseconds, or `retry-after` in seconds or as a date. */
export function retryAfterMs(headers: Headers): number | undefined {
  const exact = number(headers.get('retry-after-ms'));
  if (exact !== undefined) return exact;
  const after = headers.get('retry-after');
  const seconds = number(after);
  return seconds === undefined ? untilMs(after, headers) : seconds * 1000;
}

function count(headers: Headers, ...names: readonly string[]): number | undefined {
  return names.map((name) => number(headers.get(name))).find((value) => value !== undefined);
}

function number(text: string | null): number | undefined {
  return text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** OpenAI writes `6m0s`, `1.5s`, `120ms`. */
function durationMs(text: string | null): number | undefined {
  if (text === null || !/^(\d+(\.\d+)?(ms|h|m|s))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ''] ?? 0), 0);
}

/** From the answer's own `date` to a moment; undefined where the answer carries no date. */
function untilMs(moment: string | null, headers: Headers): number | undefined {
  const difference = Date.parse(moment ?? '') - Date.parse(headers.get('date') ?? '');
  return Number.isNaN(difference) ? undefined : Math.max(0, difference);
}
