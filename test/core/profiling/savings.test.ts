import assert from 'node:assert/strict';
import { ModelEvidence } from '../../../src/core/profiling/evidence.ts';
import { projectShareSavings } from '../../../src/core/profiling/savings.ts';
import { createRandom, type Random } from '../../../src/core/random.ts';
import { binomialUpperTail } from '../../../src/core/statistics/clopperPearson.ts';

const STREAM = { scope: 'stream', rows: 1000, volume: 1_000_000 } as const;
const BATCH = { scope: 'batch', rows: 1000, volume: 1_000_000 } as const;

describe('projectShareSavings', () => {
  // Ten items profiled: the reference costs 30 a call, a cheap model 1 and another 6, so 370 were spent.
  const reference = evidenceOf(
    'reference',
    Array.from({ length: 10 }, () => 30),
  );
  const cheap = evidenceOf(
    'cheap',
    Array.from({ length: 10 }, () => 1),
  );
  const middle = evidenceOf(
    'middle',
    Array.from({ length: 10 }, () => 6),
  );
  const ledger = { reference, asked: 10, costUSD: 370 };

  it('compares one call with another in stream scope, profiling not counted', () => {
    assert.equal(projectShareSavings(STREAM, ledger, [{ evidence: cheap, share: 1 }]).ratio, 30);
    assert.equal(projectShareSavings(STREAM, ledger, [{ evidence: reference, share: 1 }]).ratio, 1);
    // 0.8 x 1 + 0.2 x 6 = 2.
    const mix = [
      { evidence: cheap, share: 0.8 },
      { evidence: middle, share: 0.2 },
    ];
    assertNear(projectShareSavings(STREAM, ledger, mix).ratio, 15);
  });

  it('compares the whole dataset in batch scope: profiling, then the plan on the rest', () => {
    // 1,000 x 30 over 370 + 990 x 1.
    assertNear(projectShareSavings(BATCH, ledger, [{ evidence: cheap, share: 1 }]).ratio, 30_000 / 1360);
    // Falling back on the reference, the candidates' 70 are lost: 30,000 over 370 + 990 x 30.
    assertNear(projectShareSavings(BATCH, ledger, [{ evidence: reference, share: 1 }]).ratio, 30_000 / 30_070);
    // 0.5 x 30 + 0.5 x 1 = 15.5 on each of the rest.
    const half = [
      { evidence: reference, share: 0.5 },
      { evidence: cheap, share: 0.5 },
    ];
    assertNear(projectShareSavings(BATCH, ledger, half).ratio, 30_000 / (370 + 990 * 15.5));
  });

  it('has nothing left to answer once every row is profiled', () => {
    const all = { ...BATCH, rows: 10 };
    assertNear(projectShareSavings(all, ledger, [{ evidence: cheap, share: 1 }]).ratio, 300 / 370);
  });

  it('leaves an item that the reference did not answer for the plan to answer', () => {
    const partial = { reference: evidenceOf('reference', [30, undefined, 30, 30]), asked: 4, costUSD: 94 };
    // Three of 1,000 rows are answered: 997 remain.
    assertNear(projectShareSavings(BATCH, partial, [{ evidence: cheap, share: 1 }]).ratio, 30_000 / (94 + 997));
  });

  it('gives an interval around the ratio, which shrinks to it when every call costs the same', () => {
    for (const request of [STREAM, BATCH]) {
      const { ratio, interval } = projectShareSavings(request, ledger, [{ evidence: cheap, share: 1 }]);
      assert.ok(interval);
      assertNear(interval.lower, ratio);
      assertNear(interval.upper, ratio);
    }
  });

  it('gives an interval of the textbook’s width for one noisy model', () => {
    // The reference alone varies: log(ratio) has the variance of its mean over the squared mean, here 10^2 / 4 / 30^2.
    const noisy = { reference: evidenceOf('reference', [20, 40, 20, 40]), asked: 4, costUSD: 124 };
    const { ratio, interval } = projectShareSavings(STREAM, noisy, [
      { evidence: evidenceOf('cheap', [1, 1, 1, 1]), share: 1 },
    ]);
    const factor = Math.exp((1.959963984540054 * 10) / 2 / 30);
    assert.equal(ratio, 30);
    assert.ok(interval);
    assertNear(interval.lower, 30 / factor);
    assertNear(interval.upper, 30 * factor);
  });

  it('lets long inputs, dear for every model alike, cancel out', () => {
    const lengths = [1, 5, 2, 9, 4, 3, 8, 1];
    const long = {
      reference: evidenceOf(
        'reference',
        lengths.map((length) => 30 * length),
      ),
      asked: lengths.length,
      costUSD: 1000,
    };
    const { ratio, interval } = projectShareSavings(STREAM, long, [
      { evidence: evidenceOf('cheap', lengths), share: 1 },
    ]);
    assertNear(ratio, 30);
    assertNear(interval?.lower, 30);
    assertNear(interval?.upper, 30);
  });

  it('gives no interval with fewer than two items', () => {
    const single = { reference: evidenceOf('reference', [30]), asked: 1, costUSD: 31 };
    const { ratio, interval } = projectShareSavings(STREAM, single, [{ evidence: evidenceOf('cheap', [1]), share: 1 }]);
    assert.equal(ratio, 30);
    assert.equal(interval, undefined);
  });

  it('covers the true ratio in about 95 % of samples of skewed costs', () => {
    const random = createRandom(17);
    const runs = 1000;
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      // Inputs of exponential length; the reference's output varies by itself, and a third of the calls go to it.
      const costs = Array.from({ length: 100 }, () => {
        const length = exponential(random);
        return { reference: 10 * length + 20 * exponential(random), cheap: length };
      });
      const drawn = evidenceOf(
        'reference',
        costs.map((cost) => cost.reference),
      );
      const cheapest = evidenceOf(
        'cheap',
        costs.map((cost) => cost.cheap),
      );
      const plan = [
        { evidence: cheapest, share: 2 / 3 },
        { evidence: drawn, share: 1 / 3 },
      ];
      const { interval } = projectShareSavings(STREAM, { reference: drawn, costUSD: 0 }, plan);
      const truth = 30 / (2 / 3 + 30 / 3);
      assert.ok(interval);
      if (interval.lower <= truth && truth <= interval.upper) covered++;
    }
    // It is an approximation: anything between 92 and 98 % passes as 95 %.
    assert.ok(binomialUpperTail(runs - covered, runs, 0.08) > 1e-3, `${covered} of ${runs} are too few`);
    assert.ok(binomialUpperTail(covered, runs, 0.98) > 1e-3, `${covered} of ${runs} are too many`);
  });
});

/** A model's costs on the items 0, 1, 2, ..; undefined where the call failed. */
function evidenceOf(model: string, costs: readonly (number | undefined)[]): ModelEvidence {
  const evidence = new ModelEvidence(model);
  for (const [item, costUSD] of costs.entries()) {
    if (costUSD === undefined) evidence.addMissing();
    else evidence.addAnswer(item, { costUSD, deviates: false, correct: undefined });
  }
  return evidence;
}

function exponential(random: Random): number {
  return -Math.log1p(-random.uniform());
}

function assertNear(actual: number | undefined, expected: number): void {
  assert.ok(actual !== undefined && Math.abs(actual - expected) <= 1e-12 * expected, `${actual}, not ${expected}`);
}
