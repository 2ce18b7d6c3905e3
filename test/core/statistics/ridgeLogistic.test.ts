import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import {
  fitRidgeLogistic,
  type LogisticExamples,
  logisticScore,
  probabilityOf,
} from '../../../src/core/statistics/ridgeLogistic.ts';

describe('fitRidgeLogistic', () => {
  const examples = drawn(400, { bias: -0.5, weights: [1.5, -1, 0] });

  const hard: readonly (readonly [string, LogisticExamples])[] = [
    ['usual examples', examples],
    ['outcomes that are all the same', { ...examples, outcomes: examples.outcomes.map(() => true) }],
  ];
  for (const [name, given] of hard)
    it(`ends where the penalised likelihood is flat, with ${name}`, () => {
      const fit = fitRidgeLogistic(given, [1, 4, 2]);
      // The bias has a ridge of 0.01.
      const slopes = [-0.01 * fit.bias, -fit.weights[0]!, -4 * fit.weights[1]!, -2 * fit.weights[2]!];
      for (const [index, values] of given.features.entries()) {
        const residual = Number(given.outcomes[index]) - probabilityOf(logisticScore(fit, values));
        slopes[0]! += residual;
        for (const [feature, value] of values.entries()) slopes[feature + 1]! += residual * value;
      }
      for (const slope of slopes) assert.ok(Math.abs(slope) < 1e-4, slopes.join());
    });

  it('finds the weights that drew the outcomes', () => {
    const { bias, weights } = fitRidgeLogistic(drawn(20_000, { bias: -0.5, weights: [1.5, -1, 0] }), [1, 1, 1]);
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
      features: Array.from({ length: 40 }, (_, index) => Float64Array.of(index < 20 ? -1 : 1)),
      outcomes: Array.from({ length: 40 }, (_, index) => index >= 20),
    };
    const [loose, tight] = [0.1, 10].map((ridge) => fitRidgeLogistic(separable, [ridge]).weights[0]!);
    assert.ok(Number.isFinite(loose) && loose! > tight! && tight! > 0, `${loose} ${tight}`);
  });

  // Far off all scores are certain, the curvature is next to nothing, and whole steps of Newton's never come back.
  for (const start of [
    { bias: 2, weights: Float64Array.of(-1, 1, 0.5) },
    { bias: 30, weights: Float64Array.of(-20, 20, 0) },
    { bias: -300, weights: Float64Array.of(0, 0, 0) },
  ])
    it(`comes to the same from ${start.bias}, ${start.weights.join(', ')}`, () => {
      const cold = fitRidgeLogistic(examples, [1, 1, 1]);
      const warm = fitRidgeLogistic(examples, [1, 1, 1], start);
      assert.ok(Math.abs(cold.weights[0]! - warm.weights[0]!) < 1e-5, `${warm.weights.join()} ${warm.bias}`);
    });

  it('gives zeros without examples', () => {
    assert.deepEqual([...fitRidgeLogistic({ features: [], outcomes: [] }, [1, 1]).weights], [0, 0]);
  });
});

function drawn(count: number, truth: { bias: number; weights: readonly number[] }) {
  const random = createRandom(12);
  const features = Array.from({ length: count }, () =>
    Float64Array.from(truth.weights, () => 2 * random.uniform() - 1),
  );
  const fit = { bias: truth.bias, weights: Float64Array.from(truth.weights) };
  return { features, outcomes: features.map((values) => random.uniform() < probabilityOf(logisticScore(fit, values))) };
}
