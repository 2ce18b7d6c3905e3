import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import {
  type LogisticExamples,
  logisticScore,
  probabilityOf,
  RidgeLogistic,
} from '../../../src/core/statistics/ridgeLogistic.ts';

describe('RidgeLogistic', () => {
  const truth = { bias: -0.5, weights: [1.5, -1, 0] };
  const examples = drawn(400, truth);

  const hard: readonly (readonly [string, LogisticExamples])[] = [
    ['usual examples', examples],
    ['outcomes that are all the same', { ...examples, outcomes: examples.outcomes.map(() => true) }],
  ];
  for (const [name, given] of hard)
    it(`ends where the penalised likelihood is flat, with ${name}`, () => {
      const fit = new RidgeLogistic(given, [1, 4, 2]).fit();
      // The bias has a ridge of 0.01.
      const slopes = [-0.01 * fit.bias, -fit.weights[0]!, -4 * fit.weights[1]!, -2 * fit.weights[2]!];
      for (const [index, happened] of given.outcomes.entries()) {
        const values = given.columns.map((column) => column[index]!);
        const residual = Number(happened) - probabilityOf(logisticScore(fit, values));
        slopes[0]! += residual;
        for (const [feature, value] of values.entries()) slopes[feature + 1]! += residual * value;
      }
      for (const slope of slopes) assert.ok(Math.abs(slope) < 1e-4, slopes.join());
    });

  it('finds the weights that drew the outcomes', () => {
    const { bias, weights } = new RidgeLogistic(drawn(20_000, truth), [1, 1, 1]).fit();
    for (const [found, true_] of [
      [bias, -0.5],
      [weights[0]!, 1.5],
      [weights[1]!, -1],
      [weights[2]!, 0],
    ] as const)
      assert.ok(Math.abs(found - true_) < 0.1, `${found} for ${true_}`);
  });

  it('stays finite where a feature separates the outcomes, and shrinks it the more the greater its ridge', () => {
    const separable = {
      columns: [Float64Array.from({ length: 40 }, (_, index) => (index < 20 ? -1 : 1))],
      outcomes: Array.from({ length: 40 }, (_, index) => index >= 20),
    };
    const [loose, tight] = [0.1, 10].map((ridge) => new RidgeLogistic(separable, [ridge]).fit().weights[0]!);
    assert.ok(Number.isFinite(loose) && loose! > tight! && tight! > 0, `${loose} ${tight}`);
  });

  // Far off all scores are certain, the curvature is next to nothing, and whole steps of Newton's never come back.
  for (const start of [
    { bias: 2, weights: Float64Array.of(-1, 1, 0.5) },
    { bias: 30, weights: Float64Array.of(-20, 20, 0) },
    { bias: -300, weights: Float64Array.of(0, 0, 0) },
  ])
    it(`comes to the same from ${start.bias}, ${start.weights.join(', ')}`, () => {
      const regression = new RidgeLogistic(examples, [1, 1, 1]);
      const cold = regression.fit();
      const warm = regression.fit({ start });
      assert.ok(Math.abs(cold.weights[0]! - warm.weights[0]!) < 1e-5, `${warm.weights.join()} ${warm.bias}`);
    });

  it('gives zeros without examples', () => {
    const columns = [new Float64Array(0), new Float64Array(0)];
    assert.deepEqual([...new RidgeLogistic({ columns, outcomes: [] }, [1, 1]).fit().weights], [0, 0]);
  });

  it('fits the others as if those that it does without were not there', () => {
    const even = new RidgeLogistic(examples, [1, 4, 2]).fit({ without: (example) => example % 2 === 1 });
    const half = {
      columns: examples.columns.map((column) => column.filter((_, example) => example % 2 === 0)),
      outcomes: examples.outcomes.filter((_, example) => example % 2 === 0),
    };
    assert.deepEqual(even, new RidgeLogistic(half, [1, 4, 2]).fit());
  });

  it('scores its own examples as any others', () => {
    const regression = new RidgeLogistic(examples, [1, 1, 1]);
    const fit = regression.fit();
    for (const example of examples.outcomes.keys()) {
      const values = examples.columns.map((column) => column[example]!);
      assert.equal(regression.score(fit, example), logisticScore(fit, values));
    }
  });
});

function drawn(count: number, truth: { bias: number; weights: readonly number[] }): LogisticExamples {
  const random = createRandom(12);
  const rows = Array.from({ length: count }, () => truth.weights.map(() => 2 * random.uniform() - 1));
  const fit = { bias: truth.bias, weights: Float64Array.from(truth.weights) };
  return {
    columns: truth.weights.map((_, feature) => Float64Array.from(rows, (values) => values[feature]!)),
    outcomes: rows.map((values) => random.uniform() < probabilityOf(logisticScore(fit, values))),
  };
}
