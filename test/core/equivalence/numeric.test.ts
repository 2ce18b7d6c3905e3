import assert from 'node:assert/strict';
import { sameNumber, type Tolerance } from '../../../src/core/equivalence/numeric.ts';
import { type ComparisonCase, titleOf } from './comparisonCase.ts';

interface NumericCase extends ComparisonCase {
  readonly tolerance?: Tolerance;
}

const cases: readonly NumericCase[] = [
  { one: '1,234.50', other: '1234.5', same: true, why: 'thousands separator, trailing zero' },
  { one: '12%', other: '12', same: true, why: 'a percent sign is a unit' },
  { one: '12%', other: '0.12', same: false, why: 'a percent sign is not a hundredth' },
  { one: '-5', other: '−5', same: true, why: 'typographic minus' },
  { one: '-5', other: '5', same: false, why: 'the sign counts' },
  { one: '0', other: '-0', same: true, why: 'zero has no sign' },
  { one: 'So 6 * 7 = 42.', other: '$42', same: true, why: 'the last number' },
  { one: '42', other: '42.0', same: true, why: 'the same value' },
  { one: '42', other: '42.0001', same: false, why: 'no tolerance unless given' },
  { one: '42', other: 'forty-two', same: false, why: 'a number and none' },
  { one: 'unknown', other: ' unknown', same: true, why: 'no numbers: exact' },
  { one: 'unknown', other: 'Unknown', same: false, why: 'no numbers: exact' },
  { one: '', other: '', same: true, why: 'both empty' },
  { one: '', other: '0', same: false, why: 'nothing is not zero' },
  { one: '10', other: '10.5', same: true, why: 'on the border', tolerance: { absolute: 0.5 } },
  { one: '10', other: '10.75', same: false, why: 'beyond the border', tolerance: { absolute: 0.5 } },
  { one: '100', other: '99', same: true, why: '1 % of the larger', tolerance: { relative: 0.01 } },
  { one: '100', other: '98.9', same: false, why: 'more than 1 % of the larger', tolerance: { relative: 0.01 } },
  { one: '0', other: '0.001', same: false, why: 'nothing is near zero relatively', tolerance: { relative: 0.01 } },
  { one: '0', other: '0.001', same: true, why: 'the larger allowance', tolerance: { relative: 0.01, absolute: 0.01 } },
  { one: '-100', other: '-101', same: true, why: 'by magnitude', tolerance: { relative: 0.01 } },
];

describe('sameNumber', () => {
  for (const each of cases) {
    it(`${titleOf(each)}${each.tolerance ? ` with ${JSON.stringify(each.tolerance)}` : ''}`, () => {
      const same = sameNumber(each.tolerance);
      assert.equal(same(each.one, each.other), each.same);
      assert.equal(same(each.other, each.one), each.same);
    });
  }

  for (const tolerance of [{ absolute: -1 }, { relative: Number.NaN }, { absolute: Number.POSITIVE_INFINITY }]) {
    it(`refuses ${Object.entries(tolerance).join()}`, () => assert.throws(() => sameNumber(tolerance), RangeError));
  }
});
