import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { MultilayerPerceptron } from '../../../src/core/statistics/multilayerPerceptron.ts';
import { denseVector, type SparseVector } from '../../../src/core/statistics/sparseVector.ts';

const corners = [
  { vector: denseVector([0, 0]), target: [1, 0] },
  { vector: denseVector([0, 1]), target: [0, 1] },
  { vector: denseVector([1, 0]), target: [0, 1] },
  { vector: denseVector([1, 1]), target: [1, 0] },
];

function trainedOnCorners(seed: number): MultilayerPerceptron {
  const options = { inputs: 2, hidden: 16, outputs: 2, stepSize: 0.02, random: createRandom(seed) };
  const perceptron = new MultilayerPerceptron(options);
  for (let step = 0; step < 500; step++) perceptron.learn(corners);
  return perceptron;
}

describe('MultilayerPerceptron', () => {
  for (const seed of [1, 2, 3])
    it(`learns exclusive or, which no linear model can (seed ${seed})`, () => {
      const perceptron = trainedOnCorners(seed);
      for (const { vector, target } of corners)
        assert.ok(Math.abs(perceptron.probabilities(vector)[0]! - target[0]!) < 0.05);
    });

  it('is the same to the last bit for the same seed', () => {
    const { vector } = corners[1]!;
    assert.deepEqual(trainedOnCorners(4).probabilities(vector), trainedOnCorners(4).probabilities(vector));
    assert.notDeepEqual(trainedOnCorners(4).probabilities(vector), trainedOnCorners(5).probabilities(vector));
  });

  it('ends at the frequencies where targets contradict each other', () => {
    const options = { inputs: 1, hidden: 4, outputs: 3, stepSize: 0.01, random: createRandom(1) };
    const perceptron = new MultilayerPerceptron(options);
    const vector: SparseVector = denseVector([1]);
    const batch = [0, 0, 1, 2].map((k) => ({ vector, target: [0, 1, 2].map((other) => Number(other === k)) }));
    for (let step = 0; step < 2000; step++) perceptron.learn(batch);
    [0.5, 0.25, 0.25].forEach((expected, k) => {
      assert.ok(Math.abs(perceptron.probabilities(vector)[k]! - expected) < 0.01);
    });
  });
});
