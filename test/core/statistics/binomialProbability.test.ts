import assert from 'node:assert/strict';
import { logBinomialProbability } from '../../../src/core/statistics/binomialProbability.ts';
import golden from '../../oracles/certificates.json' with { type: 'json' };
import { assertRelative } from '../../support/assertRelative.ts';

describe('logBinomialProbability', () => {
  it(`is within a relative 1e-13 of ${golden.binomial.length} golden values, up to 1,000,000 trials`, () => {
    for (const { successes, trials, rate, logProbability } of golden.binomial) {
      const facts = `${successes}/${trials} at ${rate}`;
      assertRelative(logBinomialProbability(successes, trials, rate), Number(logProbability), 1e-13, facts);
    }
  });

  it('adds up to 1 over all counts', () => {
    for (const rate of [0, 1e-9, 0.05, 0.5, 0.99, 1]) {
      for (const trials of [0, 1, 17, 1000]) {
        let sum = 0;
        for (let count = 0; count <= trials; count++) sum += Math.exp(logBinomialProbability(count, trials, rate));
        assertRelative(sum, 1, 1e-12, `${trials} at ${rate}`);
      }
    }
  });

  it('is -Infinity for what a rate of 0 or 1 rules out', () => {
    assert.equal(logBinomialProbability(1, 5, 0), Number.NEGATIVE_INFINITY);
    assert.equal(logBinomialProbability(4, 5, 1), Number.NEGATIVE_INFINITY);
    assert.equal(logBinomialProbability(0, 5, 0), 0);
    assert.equal(logBinomialProbability(5, 5, 1), 0);
  });

  for (const [successes, trials, rate] of [
    [-1, 5, 0.5],
    [6, 5, 0.5],
    [0.5, 5, 0.5],
    [1, Number.POSITIVE_INFINITY, 0.5],
    [1, 5, 1.1],
    [1, 5, Number.NaN],
  ] as const) {
    it(`refuses ${successes} of ${trials} at ${rate}`, () => {
      assert.throws(() => logBinomialProbability(successes, trials, rate), RangeError);
    });
  }
});
