import assert from 'node:assert/strict';
import { alphaIncrements, cumulativeAlpha } from '../../../src/core/statistics/alphaSpending.ts';
import golden from '../../oracles/certificates.json' with { type: 'json' };
import { assertRelative } from '../../support/assertRelative.ts';

describe('cumulativeAlpha', () => {
  it(`is within a relative 1e-12 of ${golden.obrienFleming.length} golden values of the O'Brien-Fleming-like function`, () => {
    for (const { alpha, fraction, spent } of golden.obrienFleming) {
      const sizes = fraction === 1 ? [1000] : [Math.round(fraction * 1000), 1000];
      const found = cumulativeAlpha(alpha, sizes, 'obrien-fleming');
      assertRelative(found[0]!, Number(spent), 1e-12, `${alpha} at ${fraction}`);
    }
  });

  it('ends with exactly alpha and never falls', () => {
    for (const alpha of [0.1, 0.05, 1 / 3, 1e-5]) {
      for (const sizes of [[1], [10, 20, 30], [1, 1_000_000], [10, 999_999, 1_000_000]]) {
        for (const spending of ['obrien-fleming', sizes.map(() => 1 / sizes.length)] as const) {
          const spent = cumulativeAlpha(alpha, sizes, spending);
          assertRelative(spent.at(-1)!, alpha, 1e-15, `${alpha}`);
          assert.ok(spent.every((amount, look) => (spent[look - 1] ?? 0) <= amount && amount <= alpha));
        }
      }
    }
  });

  it('adds up shares, also fewer than all', () => {
    const spent = cumulativeAlpha(0.05, [10, 20, 30], [0.5, 0, 0.25]);
    for (const [look, expected] of [0.025, 0.025, 0.0375].entries())
      assertRelative(spent[look]!, expected, 1e-14, `${look}`);
  });

  it('takes decimal shares that add up to 1 but for rounding', () => {
    assert.ok(cumulativeAlpha(0.05, [1, 2, 3, 4, 5, 6, 7], [0.1, 0.2, 0.3, 0.1, 0.1, 0.1, 0.1]).at(-1)! <= 0.05);
  });

  it('has nothing to spend without looks', () => assert.deepEqual(cumulativeAlpha(0.05, [], 'obrien-fleming'), []));

  for (const [alpha, sizes, spending] of [
    [0, [10], 'obrien-fleming'],
    [1, [10], 'obrien-fleming'],
    [Number.NaN, [10], 'obrien-fleming'],
    [0.05, [0, 10], 'obrien-fleming'],
    [0.05, [10, 10], 'obrien-fleming'],
    [0.05, [20, 10], 'obrien-fleming'],
    [0.05, [1.5], 'obrien-fleming'],
    [0.05, [10, 20], [1]],
    [0.05, [10, 20], [0.5, 0.6]],
    [0.05, [10, 20], [1.5, -0.5]],
    [0.05, [10], [Number.NaN]],
  ] as const) {
    it(`refuses alpha ${alpha}, sizes ${String(sizes)}, spending ${String(spending)}`, () => {
      assert.throws(() => cumulativeAlpha(alpha, sizes, spending), RangeError);
    });
  }
});

describe('alphaIncrements', () => {
  it('adds up to alpha', () => {
    for (const spending of ['obrien-fleming', [0.2, 0.3, 0.5]] as const) {
      const increments = alphaIncrements(0.05, [100, 300, 1000], spending);
      assert.ok(increments.every((increment) => increment > 0));
      assertRelative(
        increments.reduce((sum, increment) => sum + increment, 0),
        0.05,
        1e-14,
        String(spending),
      );
    }
  });
});
