import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { binomialUpperTail } from '../../../src/core/statistics/clopperPearson.ts';
import { createCoinBound } from '../../../src/core/statistics/coinBound.ts';

describe('createCoinBound', () => {
  it('grows with the heads and is never below them', () => {
    const coin = createCoinBound(0.1, 0.95);
    const bounds = Array.from({ length: 60 }, (_, heads) => coin.mostTosses(heads));
    for (const [heads, bound] of bounds.entries()) assert.ok(bound >= heads && bound > (bounds[heads - 1] ?? -1));
    // Without heads a single look would stop at ln 0.05 / ln 0.9 = 28 tosses; looking all the time costs a little more.
    assert.ok(28 < bounds[0]! && bounds[0]! < 45, `${bounds[0]}`);
  });

  it('approaches heads / chance', () => {
    const coin = createCoinBound(0.2, 0.95);
    assert.ok(coin.mostTosses(20_000) / 100_000 < 1.03);
  });

  for (const chance of [0.05, 0.1, 0.5])
    it(`is at or above the number of tosses at all times in 95 % of 1,000 runs at chance ${chance}`, () => {
      const coin = createCoinBound(chance, 0.95);
      const random = createRandom(11);
      let failed = 0;
      for (let run = 0; run < 1000; run++) {
        let heads = 0;
        let tosses = 0;
        while (tosses < 500 && tosses <= coin.mostTosses(heads)) {
          tosses++;
          if (random.uniform() < chance) heads++;
        }
        if (tosses > coin.mostTosses(heads)) failed++;
      }
      assert.ok(failed > 0, 'the bound is not absurdly wide');
      assert.ok(binomialUpperTail(failed, 1000, 0.05) >= 0.01, `${failed} of 1000`);
    });

  it('refuses what is no chance, no confidence, no count', () => {
    assert.throws(() => createCoinBound(0, 0.95), RangeError);
    assert.throws(() => createCoinBound(0.1, 1), RangeError);
    assert.throws(() => createCoinBound(0.1, 0.95).mostTosses(-1), RangeError);
  });
});
