import assert from 'node:assert/strict';
import {
  expectedCost,
  type LookaheadState,
  payingAmount,
  satisfactionProbability,
} from '../../../src/core/profiling/smartLookahead.ts';
import { createRandom } from '../../../src/core/random.ts';

const CONFIDENCE = 0.95;

describe('satisfactionProbability', () => {
  // Agreements from hopeless to certain around each target, on few and many items, for one further item and for many.
  for (const delta of [0.02, 0.1, 0.2, 0.5]) {
    for (const items of [10, 100, 1000, 10_000]) {
      it(`is the integral by Simpson's rule for delta ${delta} after ${items} items`, () => {
        const seen = new Set(
          [0, 0.5, 1 - delta - 0.03, 1 - delta - 0.01, 1 - delta, 1 - delta / 2, 1].map((rate) =>
            Math.round(rate * items),
          ),
        );
        for (const agreements of seen) {
          for (const more of [1, 8, 64, 256, 1024, 100_000]) {
            const probability = satisfactionProbability({ agreements, items }, more, { delta, confidence: CONFIDENCE });
            const integral = simpson(agreements, items, more, delta);
            // The Normal's mass beyond eight standard deviations, 6e-16 on either side, is left out: so much absolute error.
            assert.ok(
              Math.abs(probability - integral) <= 1e-6 * integral + 2e-15,
              `${agreements} agreements, ${more} more: ${probability}, not ${integral}`,
            );
          }
        }
      });
    }
  }

  const asked = { delta: 0.1, confidence: CONFIDENCE };

  it('is 1 when the agreements there are suffice even if all that follow deviate', () => {
    assert.equal(satisfactionProbability({ agreements: 990, items: 1000 }, 1, asked), 1);
  });

  it('is 0 when even agreement on everything that follows is too little', () => {
    assert.equal(satisfactionProbability({ agreements: 50, items: 100 }, 64, asked), 0);
  });

  it('takes a model that always agreed at its word, and one that never did', () => {
    // Not even 35 of 35 agreements prove a rate of 0.9, 36 of 36 do (0.9^36 < 0.025 < 0.9^35): ten are there, 26 are wanting.
    assert.equal(satisfactionProbability({ agreements: 10, items: 10 }, 25, asked), 0);
    assert.equal(satisfactionProbability({ agreements: 10, items: 10 }, 26, asked), 1);
    assert.equal(satisfactionProbability({ agreements: 0, items: 10 }, 100_000, asked), 0);
  });

  it('is a probability that grows with the agreements seen', () => {
    for (const more of [1, 16, 512, 100_000]) {
      let before = 0;
      for (let agreements = 0; agreements <= 200; agreements += 5) {
        const probability = satisfactionProbability({ agreements, items: 200 }, more, asked);
        assert.ok(
          before - 1e-9 <= probability && probability <= 1,
          `${agreements} agreements, ${more} more: ${probability}`,
        );
        before = probability;
      }
      assert.equal(before, 1);
    }
  });
});

describe('expectedCost', () => {
  it('is the published formula', () => {
    for (const state of randomStates(200)) {
      for (const more of [1, 4, 64]) {
        const { open, remaining, referenceCostUSD, fallbackCostUSD, profiledCount } = state;
        const rest = profiledCount ? remaining - more : remaining;
        const satisfies = open.map((model) => satisfactionProbability(model, more, state));
        // k (reference + unknown) + sum over i of [prod before i of (1 - P_j)] P_i rest cost_i + [prod of all (1 - P_j)] rest cost_satisfying.
        let expected = more * (referenceCostUSD + sum(open.map(({ costUSD }) => costUSD)));
        for (const [index, { costUSD }] of open.entries()) {
          expected += product(satisfies.slice(0, index).map((p) => 1 - p)) * satisfies[index]! * rest * costUSD;
        }
        expected += product(satisfies.map((p) => 1 - p)) * rest * fallbackCostUSD;
        assert.ok(Math.abs(expectedCost(state, more) - expected) <= 1e-12 * expected);
      }
    }
  });

  it('can be checked by hand: a model that will surely satisfy', () => {
    const state: LookaheadState = {
      open: [{ costUSD: 1, agreements: 10, items: 10 }],
      referenceCostUSD: 30,
      fallbackCostUSD: 30,
      remaining: 1000,
      profilable: 1000,
      profiledCount: true,
      delta: 0.1,
      confidence: CONFIDENCE,
    };
    // 32 items asked of both, the other 968 of the cheap one.
    assert.equal(expectedCost(state, 32), 32 * 31 + 968);
    // In stream scope the profiled items are no part of the volume.
    assert.equal(expectedCost({ ...state, profiledCount: false }, 32), 32 * 31 + 1000);
    // 16 are too few to prove it: all of the rest stays with the reference.
    assert.equal(expectedCost(state, 16), 16 * 31 + 984 * 30);
  });
});

describe('payingAmount', () => {
  it('finds an amount exactly when one of 1, 2, 4, .. pays, whichever it is told to try first', () => {
    let found = 0;
    for (const state of randomStates(300)) {
      const stopNow = state.remaining * state.fallbackCostUSD;
      const amounts: number[] = [];
      for (let more = 1; more <= Math.min(state.remaining, state.profilable); more *= 2) amounts.push(more);
      const paying = amounts.filter((more) => expectedCost(state, more) < stopNow);
      assert.equal(payingAmount(state, undefined), paying[0]);
      for (const tryFirst of [1, 16, 2 ** 20]) {
        const amount = payingAmount(state, tryFirst);
        assert.equal(amount, paying.includes(tryFirst) ? tryFirst : paying[0]);
      }
      if (paying.length > 0) found++;
    }
    assert.ok(50 < found && found < 250, `${found} of 300 states pay`);
  });

  it('finds none when nothing remains, no item is left to profile, or no model is open', () => {
    const state = randomStates(20).find((candidate) => payingAmount(candidate, undefined) !== undefined);
    assert.ok(state);
    for (const change of [{ remaining: 0 }, { profilable: 0 }, { open: [] }]) {
      assert.equal(payingAmount({ ...state, ...change }, undefined), undefined);
    }
  });
});

/** States in which profiling sometimes pays: up to four open models, some near the target, and from few to many items remaining. */
function randomStates(count: number): LookaheadState[] {
  const random = createRandom(1);
  return Array.from({ length: count }, () => {
    const delta = [0.05, 0.1, 0.2][random.integer(3)]!;
    const items = 100 + 10 * random.integer(40);
    const open = Array.from({ length: 1 + random.integer(4) }, () => ({
      costUSD: 0.1 + random.uniform(),
      items,
      agreements: Math.round(items * Math.min(1, 1 - delta + 0.08 * (random.uniform() - 0.7))),
    })).sort((a, b) => a.costUSD - b.costUSD);
    const remaining = Math.round(10 ** (2 + 3 * random.uniform()));
    return {
      open,
      referenceCostUSD: 30,
      fallbackCostUSD: random.uniform() < 0.5 ? 30 : 1.5,
      remaining,
      profilable: random.uniform() < 0.5 ? remaining : 50 + random.integer(1000),
      profiledCount: random.uniform() < 0.5,
      delta,
      confidence: CONFIDENCE,
    };
  });
}

/** Both integrals, numerator and truncated mass, by Simpson's rule over twelve standard deviations to either side. */
function simpson(agreements: number, items: number, more: number, delta: number): number {
  const needed = fewestAgreements(1 - delta, items + more) - agreements;
  const mean = agreements / items;
  const deviation = Math.sqrt((mean * (1 - mean)) / items);
  if (deviation === 0) return upperTail(needed, more, mean);
  const from = Math.max(0, mean - 12 * deviation);
  const to = Math.min(1, mean + 12 * deviation);
  const strips = 6000;
  let above = 0;
  let below = 0;
  for (let node = 0; node <= strips; node++) {
    const p = from + ((to - from) * node) / strips;
    const weight =
      (node === 0 || node === strips ? 1 : node % 2 === 1 ? 4 : 2) * Math.exp(-(((p - mean) / deviation) ** 2) / 2);
    above += weight * upperTail(needed, more, p);
    below += weight;
  }
  return above / below;
}

function fewestAgreements(rate: number, items: number): number {
  let tooFew = -1;
  let enough = items + 1;
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (upperTail(middle, items, rate) <= (1 - CONFIDENCE) / 2) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

const logFactorials = [0];

function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next++)
    logFactorials.push(logFactorials[next - 1]! + Math.log(next));
  return logFactorials[n]!;
}

/** P(Binomial(trials, rate) >= successes): the terms of the smaller side, from the largest one outwards until they no longer count. */
function upperTail(successes: number, trials: number, rate: number): number {
  if (successes <= 0) return 1;
  if (successes > trials || rate === 0) return 0;
  if (rate === 1) return 1;
  const upwards = successes > trials * rate;
  let count = upwards ? successes : successes - 1;
  let term = Math.exp(
    logFactorial(trials) -
      logFactorial(count) -
      logFactorial(trials - count) +
      count * Math.log(rate) +
      (trials - count) * Math.log1p(-rate),
  );
  let total = 0;
  const odds = rate / (1 - rate);
  while (0 <= count && count <= trials && term > 1e-17 * total) {
    total += term;
    term *= upwards ? ((trials - count) / (count + 1)) * odds : count / (trials - count + 1) / odds;
    count += upwards ? 1 : -1;
  }
  return upwards ? total : 1 - total;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function product(values: readonly number[]): number {
  return values.reduce((total, value) => total * value, 1);
}
