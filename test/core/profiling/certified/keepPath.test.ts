import assert from 'node:assert/strict';
import type { SheetRow } from '../../../../src/core/profiling/certified/answerSheet.ts';
import type { Chain } from '../../../../src/core/profiling/certified/chain.ts';
import { costCurve } from '../../../../src/core/profiling/certified/costCurve.ts';
import {
  firstKept,
  keepPath,
  meanCostAt,
  PATH_END,
  PATH_START,
  pointAt,
  pointOfDeviation,
  thresholdAt,
} from '../../../../src/core/profiling/certified/keepPath.ts';
import { probabilityOf } from '../../../../src/core/statistics/ridgeLogistic.ts';

const certainty = [{ kind: 'certainty' } as const];
const pair = (caution: number): Chain => ({
  stages: [
    { model: 'first', signals: certainty },
    { model: 'second', signals: certainty },
  ],
  caution,
});

/** Of one row, with its scores at both stages. */
function pathOf(of: SheetRow, scores: readonly number[], chain = pair(1)) {
  return keepPath(
    chain,
    [of],
    scores.map((score) => [score]),
    () => 10,
  );
}

describe('keepPath', () => {
  it('goes from the reference to a later stage to an earlier one, each at its depth', () => {
    const path = pathOf(row({ first: true, second: false }), [1, 3]);
    assert.deepEqual([pointAt(path, 0).depth, pointAt(path, 1).depth], [-3, -1]);
    assert.deepEqual([...costCurve(path, 1).costsUSD], [13, 3, 1]);
    assert.deepEqual([...costCurve(path, 1).deviationRates], [0, 0, 1]);
    assert.equal(meanCostAt(path, PATH_START), 13);
    assert.equal(meanCostAt(path, { depth: -2, chance: 0.5 }), 3);
    assert.equal(meanCostAt(path, PATH_END), 1);
    assert.equal(pointOfDeviation(path, 1)?.depth, -1);
  });

  it('leaves out a later stage where an earlier one keeps first', () => {
    const path = pathOf(row({ first: false, second: true }), [3, 1]);
    assert.deepEqual([...costCurve(path, 1).costsUSD], [13, 1]);
    assert.equal(pointOfDeviation(path, 1), undefined);
  });

  it('counts an answer that was not compared as deviating', () => {
    assert.equal(pointOfDeviation(pathOf(row({ first: undefined, second: false }), [1, 3]), 1)?.depth, -1);
  });

  it('never keeps an unusable answer', () => {
    const path = pathOf(row({ first: true, second: true }, null), [9, 9]);
    assert.equal(path.order.length, 0);
    assert.equal(meanCostAt(path, PATH_END), 13);
  });

  it('splits ties by chance', () => {
    const path = pathOf(row({ first: false }), [2], { stages: [{ model: 'first', signals: certainty }], caution: 1 });
    assert.equal(meanCostAt(path, { depth: -2, chance: 0.24 }), 11);
    assert.equal(meanCostAt(path, { depth: -2, chance: 0.25 }), 1);
  });

  it('orders the events of many rows, and counts those that deviate once', () => {
    const rows = [row({ first: true, second: true }), row({ first: true, second: false }), row({ second: true })];
    const scores = [
      [-1, 4, 0],
      [3, 2, 1],
    ];
    const path = keepPath(pair(1), rows, scores, () => 10);
    const depths = [...path.order.keys()].map((place) => pointAt(path, place).depth);
    assert.deepEqual(depths, [-4, -3, -1, 1]);
    // The third event is the row that `first` did not answer, the fourth puts another stage in a row that deviates already.
    assert.deepEqual(
      [1, 2, 3, 4].map((count) => pointOfDeviation(path, count)?.depth),
      [-4, -3, -1, undefined],
    );
  });
});

describe('firstKept', () => {
  it('is the first event of the path, wherever it is', () => {
    const given = row({ first: true, second: false });
    for (const scores of [
      [1, 3],
      [3, 1],
      [2, 2],
    ]) {
      const path = pathOf(given, scores);
      assert.deepEqual(
        firstKept(pair(1), given, (stage) => scores[stage]),
        pointAt(path, 0),
      );
    }
  });

  it('is nowhere for unusable answers and stages without a score', () => {
    assert.equal(
      firstKept(pair(1), row({ first: true, second: true }, null), () => 9),
      undefined,
    );
    assert.equal(
      firstKept(pair(1), row({ first: true, second: true }), () => undefined),
      undefined,
    );
  });
});

describe('thresholdAt', () => {
  it('is minus the depth for the last stage, and without caution for every stage', () => {
    assert.equal(thresholdAt(pair(0.5), 1, -2), 2);
    assert.equal(thresholdAt(pair(1), 0, -2), 2);
  });

  it('lets a cautious early stage keep at a part of the risk only', () => {
    const risk = 1 - probabilityOf(thresholdAt(pair(0.5), 0, -2));
    assert.ok(Math.abs(risk - 0.5 * probabilityOf(-2)) < 1e-12);
  });

  it('is where a row is kept by the stage', () => {
    const { depth } = pointAt(pathOf(row({ first: false, second: false }), [2.5, -9], pair(0.5)), 0);
    assert.ok(Math.abs(thresholdAt(pair(0.5), 0, depth) - 2.5) < 1e-9);
  });
});

/** The first model costs 1, the second 2; chance 0.25. */
function row(deviates: Readonly<Record<string, boolean | undefined>>, text: string | null = 'x'): SheetRow {
  const costs: Readonly<Record<string, number>> = { first: 1, second: 2 };
  return {
    place: 0,
    facts: { chance: 0.25 },
    referenceCostUSD: 10,
    answers: new Map(
      Object.entries(deviates).map(([model, differs]) => [
        model,
        { answer: { model, text, tokenProbability: undefined }, costUSD: costs[model]!, deviates: differs },
      ]),
    ),
  };
}
