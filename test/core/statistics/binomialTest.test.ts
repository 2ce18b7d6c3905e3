import assert from 'node:assert/strict';
import { binomialPValue, mostDeviations } from '../../../src/core/statistics/binomialTest.ts';
import { clopperPearsonUpper } from '../../../src/core/statistics/clopperPearson.ts';
import golden from '../../oracles/certificates.json' with { type: 'json' };
import { assertRelative } from '../../support/assertRelative.ts';
import { choose } from '../../support/choose.ts';

const deltas = [0.001, 0.02, 0.05, 0.1, 0.5, 0.95];

describe('binomialPValue', () => {
  it(`is within a relative 2e-11 of ${golden.binomial.length} golden values, up to 1,000,000 items`, () => {
    for (const { successes, trials, rate, lowerTail } of golden.binomial) {
      const expected = Number(lowerTail);
      // Tails that a double cannot hold come out as 0.
      if (expected < 1e-300) assert.ok(binomialPValue(successes, trials, rate) <= 1e-300);
      else
        assertRelative(binomialPValue(successes, trials, rate), expected, 2e-11, `${successes}/${trials} at ${rate}`);
    }
  });

  it('grows with the deviations, and falls as items without deviations or the tested rate are added', () => {
    for (const delta of deltas) {
      for (const items of [1, 20, 300]) {
        for (let deviations = 0; deviations < items; deviations++) {
          const value = binomialPValue(deviations, items, delta);
          assert.ok(value <= binomialPValue(deviations + 1, items, delta));
          assert.ok(value >= binomialPValue(deviations, items + 1, delta));
          assert.ok(value >= binomialPValue(deviations, items, Math.min(0.99, delta * 1.5)));
        }
      }
    }
  });

  it('is at most x with probability at most x, for every x it can take, at delta and above', () => {
    for (const items of [1, 7, 30]) {
      for (const delta of deltas) {
        for (const rate of [delta, (1 + delta) / 2, 1]) {
          for (let most = 0; most <= items; most++) {
            const level = binomialPValue(most, items, delta);
            let probability = 0;
            for (let count = 0; count <= items; count++)
              if (binomialPValue(count, items, delta) <= level)
                probability += choose(items, count) * rate ** count * (1 - rate) ** (items - count);
            assert.ok(probability <= level * (1 + 1e-12), `${items} items at ${rate}: ${probability} > ${level}`);
          }
        }
      }
    }
  });

  it('is 1 without items', () => assert.equal(binomialPValue(0, 0, 0.05), 1));

  for (const [deviations, items, delta] of [
    [-1, 10, 0.1],
    [11, 10, 0.1],
    [1.5, 10, 0.1],
    [1, Number.NaN, 0.1],
    [1, 10, 0],
    [1, 10, 1],
    [1, 10, Number.NaN],
  ] as const) {
    it(`refuses ${deviations} of ${items} at ${delta}`, () => {
      assert.throws(() => binomialPValue(deviations, items, delta), RangeError);
    });
  }
});

describe('mostDeviations', () => {
  it('is the last count whose p-value is small enough', () => {
    for (const delta of deltas) {
      for (const alpha of [0.1, 0.05, 1e-4]) {
        for (const items of [0, 1, 13, 59, 1000, 1_000_000]) {
          const most = mostDeviations(delta, items, alpha);
          const facts = `${most}/${items}, delta ${delta}, alpha ${alpha}`;
          assert.ok(most === -1 || binomialPValue(most, items, delta) <= alpha, facts);
          assert.ok(most < items && binomialPValue(most + 1, items, delta) > alpha, facts);
          // The same question asked of the bound. Where the bound is delta but for rounding either answer would do; none of these is.
          assert.ok(most === -1 || clopperPearsonUpper(most, items, alpha) <= delta, facts);
        }
      }
    }
  });

  it('knows the rule of three: 59 items without a deviation show at most 5 % at 95 %', () => {
    assert.equal(mostDeviations(0.05, 58, 0.05), -1);
    assert.equal(mostDeviations(0.05, 59, 0.05), 0);
  });

  for (const [delta, items, alpha] of [
    [0, 10, 0.05],
    [1, 10, 0.05],
    [0.1, -1, 0.05],
    [0.1, 10, 0],
    [0.1, 10, 1],
  ] as const) {
    it(`refuses delta ${delta}, ${items} items, alpha ${alpha}`, () => {
      assert.throws(() => mostDeviations(delta, items, alpha), RangeError);
    });
  }
});
