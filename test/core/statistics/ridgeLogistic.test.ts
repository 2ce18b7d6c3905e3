import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { fitRidgeLogistic, logisticScore, probabilityOf } from '../../../src/core/statistics/ridgeLogistic.ts';

describe('fitRidgeLogistic', () => {
  const examples = drawn(400, { bias: -0.5, weights: [1.5, -1, 0] });

  it('ends where the penalised likelihood is flat', () => {
    const ridges = [1, 4, 2];
    const fit = fitRidgeLogistic(examples, ridges);
    const slopes = [0, 0, 0, 0];
    for (const [index, values] of examples.features.entries()) {
      const residual = Number(examples.outcomes[index]) - probabilityOf(logisticScore(fit, values));
      slopes[0]! += residual;
      for (const [feature, value] of values.entries()) slopes[feature + 1]! += residual * value;
    }
    for (const [feature, ridge] of ridges.entries()) slopes[feature + 1]! -= ridge * fit.weights[feature]!;
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

  it('comes to the same from any start', () => {
    const cold = fitRidgeLogistic(examples, [1, 1, 1]);
    const warm = fitRidgeLogistic(examples, [1, 1, 1], { bias: 2, weights: Float64Array.of(-1, 1, 0.5) });
    assert.ok(Math.abs(cold.weights[0]! - warm.weights[0]!) < 1e-5);
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
