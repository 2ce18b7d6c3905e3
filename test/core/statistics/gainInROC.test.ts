import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { areaUnderROC, type Forecast } from '../../../src/core/statistics/calibration.ts';
import { gainInROC } from '../../../src/core/statistics/gainInROC.ts';

/** Two forecasts of the same cases: `skill` is what each knows of the outcome beside a noise that both share and one of its own. */
function forecasts(cases: number, skills: readonly [number, number], seed: number): [Forecast[], Forecast[]] {
  const random = createRandom(seed);
  const noise = () => random.uniform() + random.uniform() + random.uniform() - 1.5;
  const rows = Array.from({ length: cases }, () => {
    const happened = random.uniform() < 0.6;
    const shared = noise();
    const probability = (skill: number) => 1 / (1 + Math.exp(-(skill * (happened ? 1 : -1) + shared + noise())));
    return skills.map((skill) => ({ probability: probability(skill), happened })) as [Forecast, Forecast];
  });
  return [rows.map(([before]) => before), rows.map(([, after]) => after)];
}

describe('gainInROC', () => {
  it('is the difference of the areas', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const [before, after] = forecasts(60, [0.1, 0.5], seed);
      const gain = (areaUnderROC(after) ?? 0) - (areaUnderROC(before) ?? 0);
      assert.ok(Math.abs((gainInROC(before, after)?.gain ?? Number.NaN) - gain) < 1e-12);
    }
  });

  it('has the standard error that its own spread over many samples shows', () => {
    const found = Array.from({ length: 600 }, (_, seed) => {
      const [before, after] = forecasts(120, [0.2, 0.4], 1000 + seed);
      return gainInROC(before, after)!;
    });
    const gains = found.map(({ gain }) => gain);
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
    const spread = Math.sqrt(gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length - 1));
    const stated = found.reduce((sum, { standardError }) => sum + standardError, 0) / found.length;
    // The spread of 600 samples is known to some 3 %.
    assert.ok(Math.abs(stated / spread - 1) < 0.1, `stated ${stated}, seen ${spread}`);
  });

  it('is smaller for forecasts that go together than two areas apart would have it', () => {
    const [before, after] = forecasts(200, [0.3, 0.3], 5);
    assert.ok((gainInROC(before, after)?.standardError ?? 1) < 0.9 * Math.SQRT2 * 0.041);
    assert.deepEqual(gainInROC(before, before), { gain: 0, standardError: 0 });
  });

  it('counts a tie as half', () => {
    const of = (...probabilities: number[]) =>
      probabilities.map((probability, index) => ({ probability, happened: index < 2 }));
    assert.equal(gainInROC(of(0.5, 0.5, 0.5, 0.5), of(0.9, 0.9, 0.1, 0.1))?.gain, 0.5);
  });

  it('says nothing with fewer than two cases of a kind, and refuses other cases', () => {
    const [before, after] = forecasts(40, [0, 0], 1);
    const [happened] = before.filter((forecast) => forecast.happened);
    const others = before.filter((forecast) => !forecast.happened);
    assert.equal(gainInROC([happened!, ...others], [happened!, ...others]), undefined);
    assert.throws(() => gainInROC(before, after.slice(1)), RangeError);
    assert.throws(() => gainInROC(before, after.toReversed()), RangeError);
  });
});
