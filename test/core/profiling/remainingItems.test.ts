import assert from 'node:assert/strict';
import type { Scope } from '../../../src/core/profiling/profile.ts';
import { remainingItems } from '../../../src/core/profiling/remainingItems.ts';

describe('remainingItems', () => {
  const cases: readonly (readonly [scope: Scope, profiled: number, expected: number])[] = [
    ['batch', 0, 100],
    ['batch', 30, 70],
    ['batch', 100, 0],
    ['batch', 130, 0],
    ['stream', 0, 5000],
    ['stream', 30, 5000],
    ['stream', 6000, 5000],
  ];
  for (const [scope, profiled, expected] of cases) {
    it(`of 100 rows and 5000 future calls leaves ${expected} after ${profiled} in ${scope} scope`, () => {
      assert.equal(remainingItems({ scope, rows: 100, volume: 5000 }, profiled), expected);
    });
  }
});
