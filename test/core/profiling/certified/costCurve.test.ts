import assert from 'node:assert/strict';
import {
  costCurve,
  costWithin,
  expectedCostWithin,
  furthestWithin,
  lowerHull,
} from '../../../../src/core/profiling/certified/costCurve.ts';
import { PATH_END, type RowPath } from '../../../../src/core/profiling/certified/keepPath.ts';

/** Four rows, a chain that costs 1 and a reference that costs 9, kept in this order; the second deviates. */
const paths = [kept(-4, false), kept(-3, true), kept(-2, false), kept(-1, false)];

describe('costCurve', () => {
  it('takes a row off the reference at each event and counts the deviating ones', () => {
    assert.deepEqual(
      costCurve(paths, 1).map(({ deviationRate, costUSD }) => [deviationRate, costUSD]),
      [
        [0, 10],
        [0, 7.75],
        [0.25, 5.5],
        [0.25, 3.25],
        [0.25, 1],
      ],
    );
  });

  it('counts estimated risks where what was seen is not trusted', () => {
    assert.deepEqual(
      costCurve(paths, 0).map(({ deviationRate }) => Number(deviationRate.toFixed(9))),
      [0, 0.025, 0.05, 0.075, 0.1],
    );
  });

  it('counts a row once, though a later event may put it right', () => {
    const twice: RowPath = {
      events: [event(-2, true, 1, 2), event(-1, false, 0, 1)],
      chainCostUSD: 2,
      referenceCostUSD: 8,
    };
    assert.deepEqual(
      costCurve([twice], 1).map(({ deviationRate, costUSD }) => [deviationRate, costUSD]),
      [
        [0, 10],
        [1, 2],
        [1, 1],
      ],
    );
  });
});

describe('costWithin', () => {
  it('is the cheapest with at most this deviation rate', () => {
    const curve = costCurve(paths, 1);
    assert.deepEqual(
      [0, 0.2, 0.25, 1].map((rate) => costWithin(curve, rate)),
      [7.75, 7.75, 1, 1],
    );
  });
});

describe('expectedCostWithin', () => {
  it('goes straight from corner to corner of the hull', () => {
    const hull = lowerHull(costCurve(paths, 1));
    assert.deepEqual(
      hull.map(({ costUSD }) => costUSD),
      [7.75, 1],
    );
    assert.equal(expectedCostWithin(hull, 0.125), (7.75 + 1) / 2);
    assert.equal(expectedCostWithin(hull, 0.9), 1);
  });
});

describe('furthestWithin', () => {
  it('is the last point before the rate is passed, or the end', () => {
    const curve = costCurve(paths, 1);
    assert.equal(furthestWithin(curve, 0.2).depth, -4);
    assert.equal(furthestWithin(curve, 0.3), PATH_END);
  });
});

function event(depth: number, deviates: boolean, stage: number, costUSD: number) {
  return { depth, chance: 0.5, stage, risk: 0.1, deviates, costUSD };
}

function kept(depth: number, deviates: boolean): RowPath {
  return { events: [event(depth, deviates, 0, 1)], chainCostUSD: 1, referenceCostUSD: 9 };
}
