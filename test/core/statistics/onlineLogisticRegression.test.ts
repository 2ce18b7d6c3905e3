import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { OnlineLogisticRegression } from '../../../src/core/statistics/onlineLogisticRegression.ts';
import { denseVector } from '../../../src/core/statistics/sparseVector.ts';

const options = { dimensions: 2, classes: 2, stepSize: 0.5 };

describe('OnlineLogisticRegression', () => {
  it('starts undecided', () => {
    assert.deepEqual([...new OnlineLogisticRegression(options).probabilities(denseVector([3, -2]))], [0.5, 0.5]);
  });

  it('recovers the coefficients of the law its examples are drawn from', () => {
    const random = createRandom(3);
    const model = new OnlineLogisticRegression(options);
    for (let t = 0; t < 50_000; t++) {
      const x = [2 * random.uniform() - 1, 2 * random.uniform() - 1];
      const happened = random.uniform() < 1 / (1 + Math.exp(-(2 * x[0]! - x[1]! + 0.5)));
      model.learn(denseVector(x), happened ? [0, 1] : [1, 0]);
    }
    for (const x of [
      [0, 0],
      [1, 0],
      [0, 1],
      [-1, 1],
    ]) {
      const expected = 1 / (1 + Math.exp(-(2 * x[0]! - x[1]! + 0.5)));
      const [, found = 0] = model.probabilities(denseVector(x));
      assert.ok(Math.abs(found - expected) < 0.02, `${found} against ${expected} at ${x.join(', ')}`);
    }
  });

  it('shrinks under a penalty', () => {
    const trained = (penalty: number) => {
      const model = new OnlineLogisticRegression({ ...options, penalty });
      for (let t = 0; t < 500; t++) model.learn(denseVector([t % 2, 1 - (t % 2)]), t % 2 === 0 ? [1, 0] : [0, 1]);
      return model.probabilities(denseVector([1, 0]))[1]!;
    };
    assert.ok(trained(0) > 0.95 && trained(0.1) < 0.9, `${trained(0)}, ${trained(0.1)}`);
  });
});
