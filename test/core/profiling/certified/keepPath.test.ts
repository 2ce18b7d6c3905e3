import assert from 'node:assert/strict';
import type { SheetRow } from '../../../../src/core/profiling/certified/answerSheet.ts';
import type { Chain } from '../../../../src/core/profiling/certified/chain.ts';
import {
  costAt,
  firstDeviation,
  keptAt,
  PATH_END,
  PATH_START,
  rowPaths,
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

describe('rowPaths', () => {
  it('goes from the reference to a later stage to an earlier one, each at its depth', () => {
    const [path] = rowPaths(
      pair(1),
      [row({ first: true, second: false })],
      [Float64Array.of(1), Float64Array.of(3)],
      () => 10,
    );
    assert.deepEqual(
      path!.events.map(({ depth, stage, costUSD, deviates }) => [depth, stage, costUSD, deviates]),
      [
        [-3, 1, 3, false],
        [-1, 0, 1, true],
      ],
    );
    assert.equal(costAt(path!, PATH_START), 13);
    assert.equal(costAt(path!, { depth: -2, chance: 0.5 }), 3);
    assert.equal(costAt(path!, PATH_END), 1);
    assert.equal(firstDeviation(path!)?.stage, 0);
  });

  it('leaves out a later stage where an earlier one keeps first', () => {
    const [path] = rowPaths(
      pair(1),
      [row({ first: false, second: true })],
      [Float64Array.of(3), Float64Array.of(1)],
      () => 10,
    );
    assert.deepEqual(
      path!.events.map(({ stage }) => stage),
      [0],
    );
    assert.equal(firstDeviation(path!), undefined);
  });

  it('counts an answer that was not compared as deviating', () => {
    const [path] = rowPaths(
      pair(1),
      [row({ first: undefined, second: false })],
      [Float64Array.of(1), Float64Array.of(3)],
      () => 10,
    );
    assert.equal(firstDeviation(path!)?.stage, 0);
  });

  it('never keeps an unusable answer', () => {
    const unusable = row({ first: true, second: true }, null);
    const [path] = rowPaths(pair(1), [unusable], [Float64Array.of(9), Float64Array.of(9)], () => 10);
    assert.deepEqual(path!.events, []);
    assert.equal(keptAt(path!, PATH_END), undefined);
  });

  it('splits ties by chance', () => {
    const chain: Chain = { stages: [{ model: 'first', signals: certainty }], caution: 1 };
    const [path] = rowPaths(chain, [row({ first: false })], [Float64Array.of(2)], () => 10);
    assert.equal(keptAt(path!, { depth: -2, chance: 0.24 }), undefined);
    assert.equal(keptAt(path!, { depth: -2, chance: 0.25 })?.stage, 0);
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
    const [path] = rowPaths(
      pair(0.5),
      [row({ first: false, second: false })],
      [Float64Array.of(2.5), Float64Array.of(-9)],
      () => 10,
    );
    const { depth } = path!.events[0]!;
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
