import assert from 'node:assert/strict';
import { sameExact } from '../../../src/core/equivalence/exact.ts';
import { type ComparisonCase, titleOf } from './comparisonCase.ts';

const cases: readonly ComparisonCase[] = [
  { one: 'Yes', other: 'Yes', same: true, why: 'the same letters' },
  { one: 'Yes', other: ' Yes\r\n', same: true, why: 'white space around' },
  { one: '\uFEFFYes', other: 'Yes', same: true, why: 'byte order mark' },
  { one: 'caf\u00e9', other: 'cafe\u0301', same: true, why: 'composed and decomposed' },
  { one: '\ud55c\uae00', other: '\u1112\u1161\u11ab\u1100\u1173\u11af', same: true, why: 'Hangul syllables and jamo' },
  { one: '👍🏽 ok', other: '👍🏽 ok ', same: true, why: 'emoji' },
  { one: '', other: ' \n\t', same: true, why: 'both empty' },
  { one: '\ud800', other: '\ud800 ', same: true, why: 'a lone surrogate is text too' },
  { one: '', other: 'Yes', same: false, why: 'empty and not' },
  { one: 'Yes', other: 'yes', same: false, why: 'case counts' },
  { one: 'Yes', other: 'Yes.', same: false, why: 'punctuation counts' },
  { one: 'a b', other: 'a  b', same: false, why: 'inner white space counts' },
  { one: '👍🏽', other: '👍', same: false, why: 'skin tone counts' },
  { one: 'ﬁne', other: 'fine', same: false, why: 'compatibility forms are not folded' },
];

describe('sameExact', () => {
  for (const each of cases) {
    it(titleOf(each), () => {
      assert.equal(sameExact(each.one, each.other), each.same);
      assert.equal(sameExact(each.other, each.one), each.same);
    });
  }
});
