import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import {
  areaUnderROC,
  expectedCalibrationError,
  type Forecast,
  reliabilityBins,
} from '../../../src/core/statistics/calibration.ts';

function forecastsOf(...pairs: readonly (readonly [number, number])[]): Forecast[] {
  return pairs.map(([probability, happened]) => ({ probability, happened: happened === 1 }));
}

/** The oracle: every pair of one that happened and one that did not. */
function byPairs(forecasts: readonly Forecast[]): number {
  const happened = forecasts.filter((forecast) => forecast.happened);
  const others = forecasts.filter((forecast) => !forecast.happened);
  let wins = 0;
  for (const one of happened)
    for (const other of others)
      wins += one.probability > other.probability ? 1 : one.probability === other.probability ? 0.5 : 0;
  return wins / (happened.length * others.length);
}

describe('areaUnderROC', () => {
  it('is 1 for a perfect order, 0 for its reverse, half for a constant', () => {
    assert.equal(areaUnderROC(forecastsOf([0.1, 0], [0.2, 0], [0.3, 1])), 1);
    assert.equal(areaUnderROC(forecastsOf([0.1, 1], [0.2, 0], [0.3, 0])), 0);
    assert.equal(areaUnderROC(forecastsOf([0.5, 1], [0.5, 0], [0.5, 0])), 0.5);
  });

  it('agrees with counting pairs, ties included', () => {
    const random = createRandom(5);
    const forecasts = Array.from({ length: 200 }, () => {
      const probability = random.integer(20) / 20;
      return { probability, happened: random.uniform() < probability };
    });
    assert.ok(Math.abs(areaUnderROC(forecasts)! - byPairs(forecasts)) < 1e-12);
  });

  it('is undefined when all or none happened', () => {
    assert.equal(areaUnderROC([]), undefined);
    assert.equal(areaUnderROC(forecastsOf([0.1, 1], [0.9, 1])), undefined);
  });

  it('takes nothing for a probability that is none', () => {
    for (const wrong of [Number.NaN, -0.1, 1.1])
      assert.throws(() => areaUnderROC(forecastsOf([wrong, 1], [0.5, 0])), RangeError);
  });
});

describe('reliabilityBins', () => {
  it('puts 0 into the first bin and 1 into the last, and keeps empty bins', () => {
    const bins = reliabilityBins(forecastsOf([0, 0], [0.5, 1], [1, 1], [0.9, 0]), 4);
    assert.deepEqual(
      bins.map(({ items, frequency }) => [items, frequency]),
      [
        [1, 0],
        [0, undefined],
        [1, 1],
        [2, 0.5],
      ],
    );
  });
});

describe('expectedCalibrationError', () => {
  it('is the weighted gap', () => {
    // Bin 0.2..0.3: said 0.25, came true 0 of 2; bin 0.7..0.8: said 0.75, came true 1 of 2.
    const forecasts = forecastsOf([0.25, 0], [0.25, 0], [0.75, 1], [0.75, 0]);
    assert.ok(Math.abs(expectedCalibrationError(forecasts) - (0.5 * 0.25 + 0.5 * 0.25)) < 1e-12);
  });

  it('is 0 without forecasts', () => {
    assert.equal(expectedCalibrationError([]), 0);
  });
});
