import assert from 'node:assert/strict';
import {
  binomialUpperTail,
  clopperPearsonInterval,
  clopperPearsonLower,
  clopperPearsonUpper,
  lowerBoundReaches,
  successesToReach,
} from '../../../src/core/statistics/clopperPearson.ts';
import golden from '../../oracles/clopperPearson.json' with { type: 'json' };
import { assertRelative } from '../../support/assertRelative.ts';

/** Golden values: 40 digits, 1 to 1,000,000 trials. The nearest double of each is what a perfect implementation would return. */
const cases = golden.cases.map(({ trials, successes, alpha, lower, upper }) => ({
  trials,
  successes,
  alpha: Number(alpha),
  lower: Number(lower),
  upper: Number(upper),
}));

describe('clopperPearsonLower', () => {
  it(`is within a relative 1e-12 of ${cases.length} golden values`, () => {
    for (const { trials, successes, alpha, lower } of cases) {
      assertRelative(clopperPearsonLower(successes, trials, alpha), lower, 1e-12, `${successes}/${trials} at ${alpha}`);
    }
  });

  it('is exactly 0 without successes', () => {
    assert.equal(clopperPearsonLower(0, 1000, 0.025), 0);
  });

  it('has a closed form when every trial succeeds: the n-th root of alpha', () => {
    for (const trials of [1, 10, 1000, 1_000_000]) {
      assertRelative(
        clopperPearsonLower(trials, trials, 0.025),
        Math.exp(Math.log(0.025) / trials),
        1e-12,
        `${trials}`,
      );
    }
  });
});

describe('clopperPearsonUpper', () => {
  // One minus a number near 1 keeps its absolute, not its relative precision: about 1e-16, or a relative 1e-11 at three in a million.
  it(`is within 1e-13, and a relative 1e-11, of ${cases.length} golden values`, () => {
    for (const { trials, successes, alpha, upper } of cases) {
      const bound = clopperPearsonUpper(successes, trials, alpha);
      assert.ok(Math.abs(bound - upper) <= 1e-13, `${successes}/${trials} at ${alpha}: ${bound}, not ${upper}`);
      assertRelative(bound, upper, 1e-11, `${successes}/${trials} at ${alpha}`);
    }
  });

  it('is exactly 1 without failures', () => {
    assert.equal(clopperPearsonUpper(1000, 1000, 0.025), 1);
  });
});

describe('clopperPearsonInterval', () => {
  it('splits the error evenly over its two ends', () => {
    for (const { trials, successes, alpha, lower, upper } of cases) {
      const interval = clopperPearsonInterval(successes, trials, 1 - 2 * alpha);
      // 1 - 2 alpha cannot be written exactly, so alpha comes back with a relative error of up to 1e-10.
      assertRelative(interval.lower, lower, 1e-10, `${successes}/${trials} at ${alpha}`);
      assertRelative(interval.upper, upper, 1e-10, `${successes}/${trials} at ${alpha}`);
    }
  });

  it('is [0, 1] without trials', () => {
    assert.deepEqual(clopperPearsonInterval(0, 0, 0.95), { lower: 0, upper: 1 });
  });

  for (const [successes, trials, confidence] of [
    [-1, 10, 0.95],
    [11, 10, 0.95],
    [0.5, 10, 0.95],
    [Number.NaN, 10, 0.95],
    [0, -1, 0.95],
    [1, 1.5, 0.95],
    [0, Number.NaN, 0.95],
    [0, Number.POSITIVE_INFINITY, 0.95],
    [5, 10, 0],
    [5, 10, 1],
    [5, 10, 1.5],
    [5, 10, -1],
    [5, 10, Number.NaN],
  ] as const) {
    it(`refuses ${successes} of ${trials} at ${confidence}`, () => {
      assert.throws(() => clopperPearsonInterval(successes, trials, confidence), RangeError);
    });
  }
});

describe('binomialUpperTail', () => {
  it('gives alpha back at the golden lower bounds', () => {
    for (const { trials, successes, alpha, lower } of cases) {
      if (successes === 0) continue;
      // Rounding the bound to a double moves the tail by up to a relative 1e-16 times the trials.
      assertRelative(binomialUpperTail(successes, trials, lower), alpha, 1e-9, `${successes}/${trials} at ${alpha}`);
    }
  });

  it('agrees with the sum of the terms for every count of up to 40 trials', () => {
    for (const trials of [1, 2, 7, 40]) {
      for (const rate of [0, 0.01, 0.3, 0.5, 0.97, 1]) {
        for (let successes = -1; successes <= trials + 1; successes++) {
          const summed = summedUpperTail(successes, trials, rate);
          const tail = binomialUpperTail(successes, trials, rate);
          assert.ok(
            Math.abs(tail - summed) <= 1e-12 * summed,
            `${successes}/${trials} at ${rate}: ${tail}, not ${summed}`,
          );
        }
      }
    }
  });

  for (const rate of [-0.1, 1.1, Number.NaN]) {
    it(`refuses the rate ${rate}`, () => {
      assert.throws(() => binomialUpperTail(5, 10, rate), RangeError);
    });
  }
});

const rates = [0.5, 0.8, 0.9, 0.98];
const alphas = [0.1, 0.025, 1e-6];

describe('lowerBoundReaches', () => {
  it('says what the bound itself says, and what the summed tail says, for every count of up to 40 trials', () => {
    for (let trials = 0; trials <= 40; trials++) {
      for (const [rate, alpha] of pairs(rates, alphas)) {
        for (let successes = 0; successes <= trials; successes++) {
          const reaches = lowerBoundReaches(rate, successes, trials, alpha);
          const facts = `${successes}/${trials}, rate ${rate}, alpha ${alpha}`;
          assert.equal(reaches, summedUpperTail(successes, trials, rate) <= alpha, facts);
          assert.equal(reaches, clopperPearsonLower(successes, trials, alpha) >= rate, facts);
        }
      }
    }
  });

  it('turns at the golden bound, within a relative 1e-9, up to 1,000,000 trials', () => {
    for (const { trials, successes, alpha, lower } of cases) {
      if (successes === 0) continue;
      const facts = `${successes}/${trials} at ${alpha}`;
      assert.equal(lowerBoundReaches(lower * (1 - 1e-9), successes, trials, alpha), true, facts);
      assert.equal(lowerBoundReaches(Math.min(1, lower * (1 + 1e-9)), successes, trials, alpha), false, facts);
    }
  });

  it('is true of the rate 0 always and of the rate 1 never', () => {
    for (const successes of [0, 5, 10]) {
      assert.equal(lowerBoundReaches(0, successes, 10, 0.025), true);
      assert.equal(lowerBoundReaches(1, successes, 10, 0.025), false);
    }
  });

  for (const [rate, successes, trials, alpha] of [
    [0.9, 11, 10, 0.025],
    [0.9, -1, 10, 0.025],
    [0.9, 5, 10.5, 0.025],
    [0.9, 5, 10, 0],
    [0.9, 5, 10, 1],
    [Number.NaN, 5, 10, 0.025],
    [1.1, 5, 10, 0.025],
  ] as const) {
    it(`refuses rate ${rate}, ${successes} of ${trials}, alpha ${alpha}`, () => {
      assert.throws(() => lowerBoundReaches(rate, successes, trials, alpha), RangeError);
    });
  }
});

describe('successesToReach', () => {
  it('finds the first count that reaches the rate, for up to 40 trials by trying them all', () => {
    for (let trials = 0; trials <= 40; trials++) {
      for (const [rate, alpha] of pairs([0, ...rates, 1], alphas)) {
        let first = 0;
        while (first <= trials && clopperPearsonLower(first, trials, alpha) < rate) first++;
        assert.equal(successesToReach(rate, trials, alpha), first, `${trials} trials, rate ${rate}, alpha ${alpha}`);
      }
    }
  });

  it('finds the count at which the bound passes the rate, for up to 1,000,000 trials', () => {
    for (const trials of [1000, 5574, 127_600, 1_000_000]) {
      for (const [rate, alpha] of pairs(rates, alphas)) {
        const enough = successesToReach(rate, trials, alpha);
        const facts = `${enough}/${trials}, rate ${rate}, alpha ${alpha}`;
        assert.ok(clopperPearsonLower(enough, trials, alpha) >= rate, facts);
        assert.ok(clopperPearsonLower(enough - 1, trials, alpha) < rate, facts);
      }
    }
  });

  it('gives one more than the trials when not even all of them suffice', () => {
    assert.equal(successesToReach(0.9, 20, 0.025), 21);
    assert.equal(successesToReach(0.9, 0, 0.025), 1);
  });

  for (const [rate, trials, alpha] of [
    [0.9, -1, 0.025],
    [0.9, -7, 0.025],
    [0.9, 10.5, 0.025],
    [0.9, Number.NaN, 0.025],
    [0.9, 10, 0],
    [Number.NaN, 10, 0.025],
  ] as const) {
    it(`refuses rate ${rate}, ${trials} trials, alpha ${alpha}`, () => {
      assert.throws(() => successesToReach(rate, trials, alpha), RangeError);
    });
  }
});

/** Term by term, for few trials. */
function summedUpperTail(successes: number, trials: number, rate: number): number {
  let sum = 0;
  let choose = 1;
  for (let count = 0; count <= trials; count++) {
    if (count >= successes) sum += choose * rate ** count * (1 - rate) ** (trials - count);
    choose *= (trials - count) / (count + 1);
  }
  return sum;
}

function pairs<A, B>(first: readonly A[], second: readonly B[]): [A, B][] {
  return first.flatMap((a) => second.map((b): [A, B] => [a, b]));
}
