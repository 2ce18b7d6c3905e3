import assert from 'node:assert/strict';
import { anytimeLowerBound, anytimeUpperBound, logBetaMixture } from '../../../src/core/statistics/betaMixture.ts';
import golden from '../../oracles/certificates.json' with { type: 'json' };
import { choose } from '../../support/choose.ts';

const deltas = [0.001, 0.02, 0.05, 0.3, 0.9];

describe('logBetaMixture', () => {
  it(`is within 1e-12 of ${golden.betaMixture.length} golden values, absolutely or relatively, up to 1,000,000 items`, () => {
    for (const { deviations, items, delta, logEvidence } of golden.betaMixture) {
      const expected = Number(logEvidence);
      const found = logBetaMixture(deviations, items, delta);
      const near = Math.abs(found - expected) <= 1e-12 * Math.max(1, Math.abs(expected));
      assert.ok(near, `${deviations}/${items} at ${delta}: ${found}, not ${expected}`);
    }
  });

  it('has the mean 1 at the rate delta, after any number of items, and at most 1 above', () => {
    for (const items of [0, 1, 2, 9, 40]) {
      for (const delta of deltas) {
        for (const rate of [delta, delta + (1 - delta) / 20, (1 + delta) / 2, 1]) {
          let mean = 0;
          for (let count = 0; count <= items; count++) {
            const probability = choose(items, count) * rate ** count * (1 - rate) ** (items - count);
            mean += probability * Math.exp(logBetaMixture(count, items, delta));
          }
          const facts = `${items} items, delta ${delta}, rate ${rate}: ${mean}`;
          if (rate === delta) assert.ok(Math.abs(mean - 1) <= 1e-10, facts);
          else assert.ok(mean <= 1 + 1e-10, facts);
        }
      }
    }
  });

  it('is not expected to grow by the next item, whatever was seen, at rates from delta on', () => {
    for (const delta of deltas) {
      for (const [deviations, items] of [
        [0, 0],
        [0, 30],
        [3, 30],
        [30, 30],
        [900, 20_000],
      ] as const) {
        const now = logBetaMixture(deviations, items, delta);
        const factor = (more: number) => Math.exp(logBetaMixture(deviations + more, items + 1, delta) - now);
        for (const rate of [delta, (1 + delta) / 2, 1]) {
          const mean = rate * factor(1) + (1 - rate) * factor(0);
          assert.ok(mean <= 1 + 1e-9, `${deviations}/${items}, delta ${delta}, rate ${rate}: ${mean}`);
        }
      }
    }
  });

  it('grows with delta, falls with each deviation and rises with each agreement', () => {
    for (const items of [1, 40, 3000, 1_000_000]) {
      for (const deviations of new Set([0, 1, Math.floor(items / 20), Math.floor(items / 3)])) {
        let last = Number.NEGATIVE_INFINITY;
        for (let delta = 0.0005; delta < 1; delta *= 1.1) {
          const found = logBetaMixture(deviations, items, delta);
          const facts = `${deviations}/${items} at ${delta}: ${found}`;
          assert.ok(Number.isFinite(found) && found >= last, facts);
          if (deviations < items) assert.ok(logBetaMixture(deviations + 1, items, delta) < found, facts);
          assert.ok(logBetaMixture(deviations, items + 1, delta) > found, facts);
          last = found;
        }
      }
    }
  });

  for (const [deviations, items, delta] of [
    [-1, 10, 0.1],
    [11, 10, 0.1],
    [0.5, 10, 0.1],
    [1, Number.NaN, 0.1],
    [1, 10, 0],
    [1, 10, 1],
    [1, 10, Number.NaN],
  ] as const) {
    it(`refuses ${deviations} of ${items} at ${delta}`, () => {
      assert.throws(() => logBetaMixture(deviations, items, delta), RangeError);
    });
  }
});

describe('anytimeUpperBound', () => {
  it('is where the evidence reaches 1 / alpha, up to 1,000,000 items', () => {
    for (const alpha of [0.1, 0.05, 1e-4]) {
      for (const [deviations, items] of [
        [0, 1],
        [0, 100],
        [1, 2],
        [30, 1000],
        [999, 1000],
        [0, 1_000_000],
        [48_000, 1_000_000],
      ] as const) {
        const bound = anytimeUpperBound(deviations, items, alpha);
        const facts = `${deviations}/${items} at ${alpha}: ${bound}`;
        assert.ok(deviations / items < bound && bound < 1, facts);
        // Near 1 the evidence is steep in 1 - delta, of which a double keeps fewer digits.
        const close = 1e-6 * Math.min(bound, 1 - bound);
        assert.ok(logBetaMixture(deviations, items, bound + close) >= -Math.log(alpha), facts);
        assert.ok(logBetaMixture(deviations, items, bound - close) < -Math.log(alpha), facts);
      }
    }
  });

  it('is 1 without items and when every item deviates', () => {
    assert.equal(anytimeUpperBound(0, 0, 0.05), 1);
    assert.equal(anytimeUpperBound(7, 7, 0.05), 1);
  });

  it('is the lower bound of the agreements, seen from the other side', () => {
    assert.equal(anytimeLowerBound(970, 1000, 0.05), 1 - anytimeUpperBound(30, 1000, 0.05));
    assert.equal(anytimeLowerBound(0, 0, 0.05), 0);
  });

  for (const alpha of [0, 1, Number.NaN]) {
    it(`refuses alpha ${alpha}`, () => assert.throws(() => anytimeUpperBound(1, 10, alpha), RangeError));
  }
});
