import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { softmaxInPlace } from '../../../src/core/statistics/softmax.ts';
import { fitSharpness, meanLogLoss, type ScoredExample } from '../../../src/providers/sample/temperature.ts';

/** Targets drawn from the softmax of `trueSharpness` times the scores. */
function drawn(trueSharpness: number, count: number): readonly ScoredExample[] {
  const random = createRandom(11);
  return Array.from({ length: count }, () => {
    const scores = Float64Array.from({ length: 4 }, () => 4 * random.uniform());
    const probabilities = scores.map((score) => score * trueSharpness);
    softmaxInPlace(probabilities);
    const draw = random.uniform();
    const reached = probabilities.map((_, k) => probabilities.slice(0, k + 1).reduce((sum, value) => sum + value, 0));
    return { scores, target: reached.filter((sum) => sum < draw).length };
  });
}

describe('fitSharpness', () => {
  for (const trueSharpness of [0.4, 1, 2.5])
    it(`recovers ${trueSharpness}, and no grid point does better`, () => {
      const examples = drawn(trueSharpness, 1500);
      const found = fitSharpness(examples);
      assert.ok(Math.abs(Math.log(found / trueSharpness)) < 0.15, `${found}`);
      const grid = Array.from({ length: 60 }, (_, index) => 0.1 * 100 ** (index / 59));
      const best = Math.min(...grid.map((sharpness) => meanLogLoss(examples, sharpness)));
      assert.ok(meanLogLoss(examples, found) <= best + 1e-9);
    });

  it('stays within its bounds where every answer is right, and is 1 without examples', () => {
    const certain = { scores: Float64Array.of(1, 0), target: 0 };
    assert.ok(Math.abs(fitSharpness([certain]) - 10) < 1e-4);
    assert.equal(fitSharpness([]), 1);
  });
});
