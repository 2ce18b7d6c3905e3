import assert from 'node:assert/strict';
import { parseTolerance, ToleranceError } from '../../../src/core/equivalence/parseTolerance.ts';

describe('parseTolerance', () => {
  const good: readonly (readonly [string, ReturnType<typeof parseTolerance>])[] = [
    ['0', { absolute: 0 }],
    ['0.01', { absolute: 0.01 }],
    [' .5 ', { absolute: 0.5 }],
    ['1e-3', { absolute: 0.001 }],
    ['1%', { relative: 0.01 }],
    ['2.5 %', { relative: 0.025 }],
  ];
  for (const [text, tolerance] of good) it(`reads "${text}"`, () => assert.deepEqual(parseTolerance(text), tolerance));

  for (const text of ['', '-1', 'a', '1 2', '%', '1e999', 'Infinity', '0,1'])
    it(`refuses "${text}"`, () => assert.throws(() => parseTolerance(text), ToleranceError));
});
