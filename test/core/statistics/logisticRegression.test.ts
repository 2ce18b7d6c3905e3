import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { type Example, trainLogisticRegression } from '../../../src/core/statistics/logisticRegression.ts';
import { softmaxInPlace } from '../../../src/core/statistics/softmax.ts';

/** Three classes, two features and noise: not separable, so the optimum is finite. */
function noisyExamples(count: number): readonly Example[] {
  const random = createRandom(7);
  return Array.from({ length: count }, (_, index) => {
    const target = index % 3;
    const values = Float64Array.of(
      (target === 0 ? 1 : 0) + random.uniform() - 0.5,
      (target === 1 ? 1 : 0) + random.uniform() - 0.5,
    );
    return { vector: { indices: Int32Array.of(0, 1), values }, target };
  });
}

/** The oracle: the same objective by plain full-batch gradient descent in dense arithmetic. */
function lossAtOptimum(examples: readonly Example[], penalty: number): number {
  const weights = [0, 1, 2].map(() => [0, 0, 0]);
  const scoresOf = ({ vector }: Example) =>
    Float64Array.from(
      weights,
      ([a = 0, b = 0, c = 0]) => a * (vector.values[0] ?? 0) + b * (vector.values[1] ?? 0) + c,
    );
  for (let step = 0; step < 1000; step++) {
    const gradients = weights.map(([a = 0, b = 0]) => [penalty * a, penalty * b, 0]);
    for (const example of examples) {
      const errors = scoresOf(example);
      softmaxInPlace(errors);
      errors.forEach((probability, k) => {
        const error = (probability - (k === example.target ? 1 : 0)) / examples.length;
        [...example.vector.values, 1].forEach((value, j) => {
          gradients[k]![j]! += error * value;
        });
      });
    }
    for (const [k, gradient] of gradients.entries())
      for (const [j, slope] of gradient.entries()) weights[k]![j]! -= slope;
  }
  return meanLoss(examples, scoresOf);
}

function meanLoss(examples: readonly Example[], scoresOf: (example: Example) => Float64Array): number {
  const losses = examples.map((example) => {
    const probabilities = scoresOf(example).slice();
    softmaxInPlace(probabilities);
    return -Math.log(probabilities[example.target] ?? 0);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

describe('trainLogisticRegression', () => {
  const examples = noisyExamples(120);
  const options = { dimensions: 2, classes: 3, penalty: 0.001, epochs: 300 };

  it('comes within 1 % of the loss that full-batch gradient descent reaches', () => {
    const scorer = trainLogisticRegression(examples, { ...options, random: createRandom(1) });
    const found = meanLoss(examples, ({ vector }) => scorer(vector));
    const best = lossAtOptimum(examples, options.penalty);
    assert.ok(best < 0.8, `the oracle learned something: ${best}`);
    assert.ok(found < 1.01 * best, `${found} against ${best}`);
  });

  it('shrinks its scores under a stronger penalty', () => {
    const spread = (penalty: number) => {
      const scorer = trainLogisticRegression(examples, { ...options, epochs: 20, penalty, random: createRandom(1) });
      const scores = scorer({ indices: Int32Array.of(0, 1), values: Float64Array.of(1, -1) });
      return Math.max(...scores) - Math.min(...scores);
    };
    assert.ok(spread(0.1) < 0.8 * spread(0.001));
  });
});
