import assert from 'node:assert/strict';
import {
  costCurve,
  costWithin,
  expectedCostWithin,
  furthestWithin,
  lowerHull,
} from '../../../../src/core/profiling/certified/costCurve.ts';
import { type KeepPath, keepPath, PATH_END, PATH_START } from '../../../../src/core/profiling/certified/keepPath.ts';
import { probabilityOf } from '../../../../src/core/statistics/ridgeLogistic.ts';
import { sheetRow } from '../../../support/sheetRow.ts';

const chain = { stages: [{ model: 'small', signals: [] }], caution: 1 };
/** Four rows, a chain that costs 1 and a reference that costs 9, kept in this order; the second deviates. */
const scores = [4, 3, 2, 1];
const path = keepPath(
  chain,
  scores.map((_, place) => sheetRow(place, undefined, place === 1)),
  [scores],
  () => 9,
);

describe('costCurve', () => {
  it('takes a row off the reference at each event and counts the deviating ones', () => {
    const { deviationRates, costsUSD } = costCurve(path, 1);
    assert.deepEqual([...deviationRates], [0, 0, 0.25, 0.25, 0.25]);
    assert.deepEqual([...costsUSD], [10, 7.75, 5.5, 3.25, 1]);
  });

  it('counts estimated risks where what was seen is not trusted', () => {
    const risks = scores.map((score) => probabilityOf(-score));
    const sums = risks.map((_, place) => risks.slice(0, place + 1).reduce((sum, risk) => sum + risk, 0) / 4);
    const { deviationRates } = costCurve(path, 0);
    for (const [place, rate] of [0, ...sums].entries()) assert.ok(Math.abs(deviationRates[place]! - rate) < 1e-12);
  });

  it('counts a row once, though a later event may put it right', () => {
    // Its first event deviates, its second does not.
    const twice: KeepPath = {
      rows: 1,
      startUSD: 10,
      order: Int32Array.of(1, 0),
      depths: Float64Array.of(-1, -2),
      chances: Float64Array.of(0.5, 0.5),
      risks: Float64Array.of(0.1, 0.1),
      deviates: Uint8Array.of(0, 1),
      changesUSD: Float64Array.of(-1, -8),
      previous: Int32Array.of(1, -1),
    };
    const { deviationRates, costsUSD } = costCurve(twice, 1);
    assert.deepEqual([...deviationRates], [0, 1, 1]);
    assert.deepEqual([...costsUSD], [10, 2, 1]);
  });
});

describe('costWithin', () => {
  it('is the cheapest with at most this deviation rate', () => {
    const curve = costCurve(path, 1);
    assert.deepEqual(
      [0, 0.2, 0.25, 1].map((rate) => costWithin(curve, rate)),
      [7.75, 7.75, 1, 1],
    );
  });
});

describe('expectedCostWithin', () => {
  it('goes straight from corner to corner of the hull', () => {
    const hull = lowerHull(costCurve(path, 1));
    assert.deepEqual([...hull.costsUSD], [7.75, 1]);
    assert.equal(expectedCostWithin(hull, 0.125), (7.75 + 1) / 2);
    assert.equal(expectedCostWithin(hull, 0.9), 1);
  });
});

describe('furthestWithin', () => {
  it('is the last point before the rate is passed, or the end', () => {
    const curve = costCurve(path, 1);
    assert.equal(furthestWithin(path, curve, 0.2).depth, -4);
    assert.equal(furthestWithin(path, curve, 0.3), PATH_END);
  });

  it('is the start where the first event passes the rate', () => {
    const deviating = keepPath(chain, [sheetRow(0, undefined, true)], [[4]], () => 9);
    assert.equal(furthestWithin(deviating, costCurve(deviating, 1), 0.5), PATH_START);
  });
});
