import assert from 'node:assert/strict';
import { sameLabel } from '../../../src/core/equivalence/label.ts';
import { type ComparisonCase, titleOf } from './comparisonCase.ts';

const cases: readonly ComparisonCase[] = [
  { one: 'billing', other: 'Label: Billing.', same: true, why: 'prefix, case and full stop' },
  { one: '**billing**', other: '{"label":"billing"}', same: true, why: 'emphasis and JSON' },
  { one: 'spam', other: 'spam, since it asks for money', same: true, why: 'an explanation behind' },
  { one: 'spam', other: 'not spam', same: false, why: 'the longer label is another one' },
  { one: 'billing', other: 'spam', same: false, why: 'two labels' },
  { one: 'billing', other: 'billing or spam', same: false, why: 'two labels named are none' },
  { one: 'billing', other: 'I do not know', same: false, why: 'a label and none' },
  { one: 'I do not know', other: 'i do not know.', same: true, why: 'no label, but the same letters' },
  { one: 'I do not know', other: 'Unclear', same: false, why: 'no label in either, and not the same' },
  { one: 'billing or spam', other: 'spam or billing', same: false, why: 'ambiguous in two ways' },
  { one: '', other: '', same: true, why: 'both empty' },
  { one: '', other: 'billing', same: false, why: 'nothing and a label' },
  { one: '?', other: '', same: false, why: 'punctuation alone is not nothing' },
  { one: '5%', other: '5', same: false, why: 'a sign that changes what is said' },
  { one: '-5', other: '5', same: false, why: 'a sign that changes what is said' },
  { one: 'n/a', other: '"N/A"', same: true, why: 'no label, but the same letters' },
];

describe('sameLabel', () => {
  const same = sameLabel(['billing', 'spam', 'not spam']);
  for (const each of cases) {
    it(titleOf(each), () => {
      assert.equal(same(each.one, each.other), each.same);
      assert.equal(same(each.other, each.one), each.same);
    });
  }

  it('without labels disregards only case and what is wrapped around', () => {
    const tolerant = sameLabel([]);
    assert.equal(tolerant('Billing.', '**billing**'), true);
    assert.equal(tolerant('Label: billing', 'billing'), false);
  });
});
