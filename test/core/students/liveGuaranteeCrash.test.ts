import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { type GuaranteeCounts, LiveGuarantee } from '../../../src/core/students/liveGuarantee.ts';

const delta = 0.1;
const itemCount = 6000;

/** Deviations in a stream that turns bad for a while, before a program that dies again and again, over those that are allowed. */
function worstShare(seed: number, keepsPerSave: number, reserve: number): number {
  const random = createRandom(seed);
  let saved: GuaranteeCounts | undefined;
  let deviations = 0;
  let worst = 0;
  let keeps = 0;
  const start = () => new LiveGuarantee({ delta }, { random, onEvent: () => {}, saved: saved && { ...saved } });
  let guarantee = start();
  saved = guarantee.saved(reserve);
  for (let item = 1; item <= itemCount; item++) {
    const deviates = random.uniform() < (item < 3000 ? 0.01 : 0.6);
    const decided = guarantee.decide();
    if (decided !== 'keep') guarantee.settle(decided, deviates);
    else {
      if (deviates) deviations++;
      if (++keeps === keepsPerSave) {
        saved = guarantee.saved(reserve);
        keeps = 0;
      }
    }
    worst = Math.max(worst, deviations / (delta * item));
    if (item < 3000 || random.uniform() > 0.02) continue;
    guarantee = start(); // it died, with all that it had not saved
    keeps = 0;
    saved = guarantee.saved(reserve);
  }
  return worst;
}

describe('LiveGuarantee of a program that dies', () => {
  const broken = (reserve: number) =>
    Array.from({ length: 100 }, (_, seed) => worstShare(seed, 100, reserve)).filter((worst) => worst > 1).length;

  it('keeps delta when each save counts what may be kept until the next one', () => {
    const count = broken(100);
    assert.ok(count <= 5, `${count} of 100 streams broke delta`);
  });

  it('would not without that', () => {
    const count = broken(0);
    assert.ok(count > 50, `${count} of 100 streams broke delta`);
  });
});
