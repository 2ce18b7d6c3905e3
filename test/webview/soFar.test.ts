import assert from 'node:assert/strict';
import type { BestSoFar, Expectation } from '../../src/core/profiling/profile.ts';
import { expectedSoFar, soFar } from '../../src/webview/soFar.ts';
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

describe('expectedSoFar', () => {
  const month = { scope: 'stream', calls: 100_000 } as const;
  const nothingYet = 'Choosing a way on some rows, then testing it on others: what is certified is known at the end.';
  const expected = (ratio: number, lower: number, upper: number): Expectation => ({
    models: ['openai/tiny', 'openai/small'],
    savings: { ratio, interval: { lower, upper } },
  });

  it('says what is expected, with its range, and that nothing is certified yet', () =>
    assert.equal(
      expectedSoFar({ models: reports, expected: expected(2.5, 2, 4) }, month),
      'With openai/tiny → openai/small in front, 2.00 to 4.00 times cheaper is expected, $56.00 to $84.00 saved on 100,000 calls a month. What is certified is known at the end.',
    ));

  for (const [name, found] of [
    ['nothing cheaper is in sight', undefined],
    ['the best way saves nothing', expected(1, 1, 1)],
    [
      'the range has no end, which JSON turns into null',
      JSON.parse(JSON.stringify(expected(9, 2, Number.POSITIVE_INFINITY))) as Expectation,
    ],
  ] as const)
    it(`says how it goes on where ${name}`, () =>
      assert.equal(expectedSoFar({ models: reports, expected: found }, month), nothingYet));
});
