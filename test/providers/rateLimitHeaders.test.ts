import assert from 'node:assert/strict';
import type { RateLimit } from '../../src/core/models/chatModel.ts';
import { rateLimitFrom, retryAfterMs } from '../../src/providers/rateLimitHeaders.ts';

const date = 'Sun, 22 Nov 2026 12:00:00 GMT';

describe('rateLimitFrom', () => {
  const cases: readonly (readonly [what: string, headers: Record<string, string>, limit: RateLimit])[] = [
    ['nothing', {}, {}],
    [
      "OpenAI's headers",
      {
        'x-ratelimit-limit-requests': '5000',
        'x-ratelimit-remaining-requests': '4999',
        'x-ratelimit-reset-requests': '12ms',
      },
      { limitRequests: 5000, remainingRequests: 4999, resetMs: 12 },
    ],
    ['minutes and seconds', { 'x-ratelimit-reset-requests': '6m0.5s' }, { resetMs: 360_500 }],
    ['hours', { 'x-ratelimit-reset-requests': '1h2m3s' }, { resetMs: 3_723_000 }],
    ['none remaining', { 'x-ratelimit-remaining-requests': '0' }, { remainingRequests: 0 }],
    [
      "Anthropic's headers, by the server's own clock",
      {
        'anthropic-ratelimit-requests-limit': '50',
        'anthropic-ratelimit-requests-remaining': '49',
        'anthropic-ratelimit-requests-reset': '2026-11-22T12:00:30Z',
        date,
      },
      { limitRequests: 50, remainingRequests: 49, resetMs: 30_000 },
    ],
    ['a reset in the past', { 'anthropic-ratelimit-requests-reset': '2026-11-22T11:00:00Z', date }, { resetMs: 0 }],
    ['a reset without the server clock', { 'anthropic-ratelimit-requests-reset': '2026-11-22T12:00:30Z' }, {}],
    [
      'nonsense',
      {
        'x-ratelimit-limit-requests': 'many',
        'x-ratelimit-remaining-requests': '-1',
        'x-ratelimit-reset-requests': 'soon',
      },
      {},
    ],
  ];
  for (const [what, headers, limit] of cases) {
    it(`reads ${what}`, () => assert.deepEqual(rateLimitFrom(new Headers(headers)), limit));
  }
});

describe('retryAfterMs', () => {
  const cases: readonly (readonly [headers: Record<string, string>, waitMs: number | undefined])[] = [
    [{}, undefined],
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after-ms': '150', 'retry-after': '1' }, 150],
    [{ 'retry-after': 'Sun, 22 Nov 2026 12:00:10 GMT', date }, 10_000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 11:00:00 GMT', date }, 0],
    [{ 'retry-after': 'Sun, 22 Nov 2026 12:00:10 GMT' }, undefined],
    [{ 'retry-after': 'later' }, undefined],
    [{ 'retry-after': '-3' }, undefined],
  ];
  for (const [headers, waitMs] of cases) {
    it(`reads ${JSON.stringify(headers)}`, () => assert.equal(retryAfterMs(new Headers(headers)), waitMs));
  }
});
