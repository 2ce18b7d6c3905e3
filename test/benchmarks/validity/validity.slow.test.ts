import assert from 'node:assert/strict';
import { binomialPValue } from '../../../src/core/statistics/binomialTest.ts';
import { batchSettings } from './batchSettings.ts';
import { everCertifies, singleLook } from './looks.ts';
import { brokenPromises, measureValidity, type ValiditySetting } from './measureValidity.ts';
import { profileSettings } from './profileSettings.ts';
import { streamSettings } from './streamSettings.ts';

const DELTA = 0.05;

describe('benchmark:validity', () => {
  for (const gamma of [0.9, 0.99]) {
    it(`finds every test keeping its promise at gamma ${gamma}, and most of them using what they may`, async () => {
      const settings = [...streamSettings(DELTA, gamma), ...batchSettings(DELTA, gamma)];
      const rows = await measureValidity(settings, { runs: 400, seed: 7 });
      assert.deepEqual(brokenPromises(rows), []);
      // A worst case that is never certified would prove nothing.
      const certified = rows.filter(({ falseCertificates }) => falseCertificates > 0);
      assert.ok(
        certified.length > 0.6 * rows.length,
        `only ${certified.length} of ${rows.length} settings ever certify`,
      );
    });
  }

  it('finds certified profiles keeping their promise, and using what they may', async () => {
    const rows = await measureValidity(profileSettings('certified', { delta: DELTA, gamma: 0.9 }), {
      runs: 100,
      seed: 7,
    });
    assert.deepEqual(brokenPromises(rows), []);
    const certified = rows.filter(({ falseCertificates }) => falseCertificates > 0);
    assert.ok(certified.length > rows.length / 2, `only ${certified.length} of ${rows.length} settings ever certify`);
  });

  it('notices a test of a fixed sample that is looked at again and again', async () => {
    const alpha = 0.05;
    const looks = Array.from({ length: 100 }, (_, look) => singleLook(DELTA, 10 * (look + 1), alpha)).flat();
    assert.ok(binomialPValue(looks.at(-1)!.mostDeviations, 1000, DELTA) <= alpha);
    const peeking: ValiditySetting = {
      name: 'peeking',
      allowed: alpha,
      certifiesFalsely: (random) => everCertifies(looks, () => random.uniform() < DELTA * 1.0001),
    };
    assert.equal(brokenPromises(await measureValidity([peeking], { runs: 400, seed: 7 })).length, 1);
  });

  it('notices SMART’s published rule, of twenty models at once as good as always', async () => {
    const settings = profileSettings('smart-all', { delta: 0.1, gamma: 0.95 });
    const twenty = settings.filter(({ name }) => name.includes('stream') && name.includes('20 models'));
    const rows = await measureValidity(twenty, { runs: 60, seed: 7 });
    assert.equal(brokenPromises(rows).length, 1);
    assert.ok(rows[0]!.rate > 0.5, `${rows[0]!.rate}`);
  });
});
