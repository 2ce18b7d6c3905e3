import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { softmaxInPlace } from '../../../src/providers/sample/logisticRegression.ts';
import { fitSharpness, meanLogLoss, type ScoredExample } from '../../../src/providers/sample/temperature.ts';

/** Targets drawn from the softmax of `trueSharpness` times the scores. */
function drawn(trueSharpness: number, count: number): readonly ScoredExample[] {
  const random = createRandom(11);
  return Array.from({ length: count }, () => {
    const scores = Float64Array.from({ length: 4 }, () => 4 * random.uniform());
    const probabilities = scores.map((score) => score * trueSharpness);
    softmaxInPlace(probabilities);
    let left = random.uniform();
    const target = probabilities.findIndex((probability) => (left -= probability) < 0);
    return { scores, target: Math.max(0, target) };
  });
}

describe('fitSharpness', () => {
  for (const trueSharpness of [0.4, 1, 2.5])
    it(`recovers ${trueSharpness}, and no grid point does better`, () => {
      const examples = drawn(trueSharpness, 4000);
      const found = fitSharpness(examples);
      assert.ok(Math.abs(Math.log(found / trueSharpness)) < 0.1, `${found}`);
      const grid = Array.from({ length: 200 }, (_, index) => 0.1 * 100 ** (index / 199));
      const best = Math.min(...grid.map((sharpness) => meanLogLoss(examples, sharpness)));
      assert.ok(meanLogLoss(examples, found) <= best + 1e-9);
    });

  it('stays within its bounds where every answer is right, and is 1 without examples', () => {
    const certain = { scores: Float64Array.of(1, 0), target: 0 };
    assert.ok(Math.abs(fitSharpness([certain]) - 10) < 1e-4);
    assert.equal(fitSharpness([]), 1);
  });
});
