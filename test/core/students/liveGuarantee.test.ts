import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { firstPossibleAnswer, LiveGuarantee } from '../../../src/core/students/liveGuarantee.ts';

/** The item at which a student that is sure of everything and never wrong comes to answer. */
function firstAnswerOf(options: { readonly delta: number; readonly confidence: number }): number {
  const guarantee = new LiveGuarantee(options, { random: createRandom(1), onEvent: () => {} });
  for (let item = 1; item < 100_000; item++) {
    const decided = guarantee.decide();
    if (decided !== 'probation') return item;
    guarantee.settle('probation', false);
  }
  throw new RangeError('it never came to answer');
}

describe('firstPossibleAnswer', () => {
  for (const delta of [0.005, 0.02, 0.05, 0.1, 0.5]) {
    for (const confidence of [0.9, 0.95, 0.99]) {
      it(`is when a faultless student comes to answer, at delta ${delta} and confidence ${confidence}`, () => {
        assert.equal(firstPossibleAnswer({ delta, confidence }), firstAnswerOf({ delta, confidence }));
      });
    }
  }
});
