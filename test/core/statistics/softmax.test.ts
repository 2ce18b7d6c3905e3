import assert from 'node:assert/strict';
import { softmaxInPlace } from '../../../src/core/statistics/softmax.ts';

describe('softmaxInPlace', () => {
  const cases: readonly { readonly scores: readonly number[]; readonly probabilities: readonly number[] }[] = [
    { scores: [0, 0], probabilities: [0.5, 0.5] },
    { scores: [1000, 1000 - Math.log(3)], probabilities: [0.75, 0.25] },
    { scores: [-1e6, 0], probabilities: [0, 1] },
  ];
  for (const { scores, probabilities } of cases)
    it(`of ${scores.join(', ')}`, () => {
      const found = Float64Array.from(scores);
      softmaxInPlace(found);
      for (const [index, probability] of probabilities.entries())
        assert.ok(Math.abs((found[index] ?? Number.NaN) - probability) < 1e-12);
    });
});
