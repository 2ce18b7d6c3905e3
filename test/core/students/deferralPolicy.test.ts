import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { areaUnderROC, expectedCalibrationError } from '../../../src/core/statistics/calibration.ts';
import { DeferralPolicy } from '../../../src/core/students/deferralPolicy.ts';

describe('DeferralPolicy', () => {
  it('corrects a level that is too sure of itself', () => {
    const random = createRandom(1);
    const policy = new DeferralPolicy({ classes: 2, random, saved: undefined });
    /** It says 0.5..1, and errs as if that were 0.5..0.75. */
    const draw = () => {
      const said = 0.5 + random.uniform() / 2;
      return { probabilities: Float64Array.of(said, 1 - said), erred: random.uniform() > 0.5 + (said - 0.5) / 2 };
    };
    for (let item = 0; item < 3000; item++) {
      const { probabilities, erred } = draw();
      policy.learn(probabilities, erred);
    }
    const forecasts = Array.from({ length: 2000 }, () => {
      const { probabilities, erred } = draw();
      return { probability: policy.riskOf(probabilities), happened: erred };
    });
    assert.ok(expectedCalibrationError(forecasts) < 0.06, `${expectedCalibrationError(forecasts)}`);
    assert.ok(areaUnderROC(forecasts)! > 0.54);
  });
});
