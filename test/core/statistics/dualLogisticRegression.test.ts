import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { dot, fitDualLogistic } from '../../../src/core/statistics/dualLogisticRegression.ts';
import { probabilityOf } from '../../../src/core/statistics/ridgeLogistic.ts';
import type { SparseVector } from '../../../src/core/statistics/sparseVector.ts';

const RIDGE = 2;
const SIZE = 40;

/** Vectors of length 1 with three features each; the outcome leans on the first feature being even. */
function examples(count: number): { vectors: SparseVector[]; outcomes: boolean[] } {
  const random = createRandom(3);
  const drawn = Array.from({ length: count }, () => {
    const indices = Int32Array.from({ length: 3 }, () => random.integer(SIZE));
    return { indices, outcome: random.uniform() < ((indices[0] ?? 0) % 2 === 0 ? 0.8 : 0.3) };
  });
  return {
    vectors: drawn.map(({ indices }) => ({ indices, values: new Float64Array(3).fill(Math.sqrt(1 / 3)) })),
    outcomes: drawn.map(({ outcome }) => outcome),
  };
}

describe('fitDualLogistic', () => {
  it('ends where the gradient of the posterior vanishes', () => {
    const { vectors, outcomes } = examples(200);
    const { bias, weights } = fitDualLogistic({ vectors, outcomes }, SIZE, RIDGE);
    const gradient = Float64Array.from(weights, (weight) => -RIDGE * weight);
    for (const [example, vector] of vectors.entries()) {
      const residual = Number(outcomes[example]) - probabilityOf(bias + dot(weights, vector));
      for (const [i, index] of vector.indices.entries())
        gradient[index] = (gradient[index] ?? 0) + residual * (vector.values[i] ?? 0);
    }
    const largest = Math.max(...weights.map(Math.abs));
    assert.ok(largest > 0.2, `largest weight ${largest}`);
    assert.ok(Math.max(...gradient.map(Math.abs)) < 0.05 * RIDGE * largest);
  });

  it('finds the features that tell', () => {
    const { weights } = fitDualLogistic(examples(400), SIZE, RIDGE);
    const mean = (parity: number) => weights.filter((_, index) => index % 2 === parity).reduce((a, b) => a + b, 0) / 20;
    assert.ok(mean(0) > mean(1) + 0.3, `${mean(0)} against ${mean(1)}`);
  });

  it('has finite weights where all examples agree', () => {
    const { vectors } = examples(20);
    const { bias, weights } = fitDualLogistic({ vectors, outcomes: vectors.map(() => true) }, SIZE, RIDGE);
    assert.ok(Number.isFinite(bias) && bias > 0 && weights.every(Number.isFinite));
  });
});
