import assert from 'node:assert/strict';
import { english } from '../../../src/core/translate.ts';
import { comparisonWords } from '../../../src/core/wording/comparisonWords.ts';

describe('comparisonWords', () => {
  const ratios: readonly (readonly [ratio: number, text: string | undefined])[] = [
    [2.9, '2.90 times cheaper'],
    [1.004, '1.00 times cheaper'],
    [1, 'no saving'],
    [0.8, '1.25 times dearer'],
    [0.05, '20.0 times dearer'],
    [Number.POSITIVE_INFINITY, 'at no cost'],
    [0, undefined],
    [Number.NaN, undefined],
  ];
  for (const [ratio, text] of ratios) {
    it(`says of ${ratio}: ${text}`, () => assert.equal(comparisonWords(ratio, english), text));
  }
});
