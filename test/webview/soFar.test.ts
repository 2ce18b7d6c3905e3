import assert from 'node:assert/strict';
import type { BestSoFar } from '../../src/core/profiling/profile.ts';
import { soFar } from '../../src/webview/soFar.ts';
import { reports } from './panelStates.ts';

describe('soFar', () => {
  const month = { scope: 'stream', calls: 100_000 } as const;
  const best = (ratio: number, interval?: { lower: number; upper: number }): BestSoFar => ({
    model: 'openai/gpt-x-mini',
    savings: { ratio, interval },
  });
  const cases: readonly (readonly [string, BestSoFar | undefined, string])[] = [
    ['says when there is none', undefined, 'So far no cheaper model is shown to be good enough.'],
    [
      'says what it saves, with the interval',
      best(2.5, { lower: 2, upper: 4 }),
      'So far openai/gpt-x-mini is good enough: 2.50 times cheaper (2.00 to 4.00), $56.00 to $84.00 saved on 100,000 calls a month.',
    ],
    [
      'says about what it saves without one',
      best(2, undefined),
      'So far openai/gpt-x-mini is good enough: 2.00 times cheaper, about $56.00 saved on 100,000 calls a month.',
    ],
    ['says when it saves nothing', best(0.5), 'So far openai/gpt-x-mini is good enough, and not cheaper.'],
    [
      'knows a saving without end, which JSON turns into null',
      JSON.parse(JSON.stringify(best(Number.POSITIVE_INFINITY))) as BestSoFar,
      'So far openai/gpt-x-mini is good enough: at no cost, about $112.00 saved on 100,000 calls a month.',
    ],
  ];
  for (const [name, found, words] of cases) {
    it(name, () => assert.equal(soFar({ models: reports, best: found }, month), words));
  }

  it('counts over the rows where the promise is about them', () =>
    assert.match(
      soFar({ models: reports, best: best(2) }, { scope: 'batch', calls: 1842 }),
      /saved on all 1,842 rows\.$/,
    ));
});
