import assert from 'node:assert/strict';
import { sameJson } from '../../../src/core/equivalence/json.ts';
import { type JsonField, JsonFieldError } from '../../../src/core/equivalence/jsonField.ts';
import { type ComparisonCase, titleOf } from './comparisonCase.ts';

interface JsonCase extends ComparisonCase {
  readonly fields?: readonly JsonField[];
}

const cases: readonly JsonCase[] = [
  { one: '{"a":1,"b":2}', other: '{ "b": 2, "a": 1.0 }', same: true, why: 'order of keys, spelling of numbers' },
  { one: '{"a":1}', other: '```json\n{"a":1}\n```', same: true, why: 'a fence' },
  { one: '\uFEFF{"a":1}', other: '{"a":1}', same: true, why: 'byte order mark' },
  { one: '{"a":1}', other: 'Result: {"a":1}', same: true, why: 'prose around' },
  { one: '{"a":"é"}', other: '{"a":"e\u0301 "}', same: true, why: 'strings in NFC, trimmed' },
  { one: '{"a":"x"}', other: '{"a":"X"}', same: false, why: 'case counts' },
  { one: '{"a":1}', other: '{"a":"1"}', same: false, why: 'a number is not a string' },
  { one: '{"a":1}', other: '{"a":1,"b":null}', same: false, why: 'an absent key is not null' },
  { one: '{"a":{"b":[1,{"c":2}]}}', other: '{"a":{"b":[1,{"c":2}]}}', same: true, why: 'nested' },
  { one: '{"a":{"b":[1,{"c":2}]}}', other: '{"a":{"b":[1,{"c":3}]}}', same: false, why: 'nested difference' },
  { one: '[1,2]', other: '[2,1]', same: false, why: 'arrays have an order' },
  { one: '[]', other: '{}', same: false, why: 'an array is not an object' },
  { one: '["x"]', other: '{"0":"x"}', same: false, why: 'an array is not an object' },
  { one: '{"__proto__":1}', other: '{}', same: false, why: 'no inherited members' },
  { one: '{}', other: '{"toString":1}', same: false, why: 'no inherited members' },
  { one: 'null', other: 'null', same: true, why: 'null is JSON' },
  // Not JSON.
  { one: '{"a":1', other: '{"a":1}', same: false, why: 'cut off' },
  { one: '{"a":1', other: '{"a":1', same: true, why: 'both cut off, the same text' },
  { one: '{"a":1', other: '{"a": 1', same: false, why: 'both cut off, not the same text' },
  { one: 'sorry', other: 'sorry ', same: true, why: 'both prose, the same text' },
  { one: '', other: '', same: true, why: 'both empty' },
  { one: '', other: '{}', same: false, why: 'nothing is not an empty object' },
  // Fields.
  {
    one: '{"label":"Billing.","why":"x"}',
    other: '{"label":"billing","why":"y"}',
    same: true,
    why: 'only the pointed-to field, as a label',
    fields: [{ pointer: '/label', rule: 'label', labels: ['billing', 'other'] }],
  },
  {
    one: '{"label":"Billing."}',
    other: '{"label":"**billing**"}',
    same: true,
    why: 'a label without a label set',
    fields: [{ pointer: '/label', rule: 'label' }],
  },
  {
    one: '{"label":null}',
    other: '{"label":"null"}',
    same: false,
    why: 'null is not a label',
    fields: [{ pointer: '/label', rule: 'label' }],
  },
  {
    one: '{"a":1,"why":"x"}',
    other: '{"a":1}',
    same: true,
    why: 'only the ignored field differs',
    fields: [{ pointer: '/why', rule: 'ignore' }],
  },
  {
    one: '{"a":1,"why":"x"}',
    other: '{"a":2,"why":"x"}',
    same: false,
    why: 'the rest is compared where fields are only ignored',
    fields: [{ pointer: '/why', rule: 'ignore' }],
  },
  {
    one: '{"tags":["a","b","a"]}',
    other: '{"tags":["b","a"]}',
    same: true,
    why: 'a set',
    fields: [{ pointer: '/tags', rule: 'set' }],
  },
  {
    one: '{"tags":["a","b"]}',
    other: '{"tags":["a"]}',
    same: false,
    why: 'a smaller set',
    fields: [{ pointer: '/tags', rule: 'set' }],
  },
  {
    one: '{"tags":[{"x":1,"y":[2]},3]}',
    other: '{"tags":[3,{"y":[2],"x":1}]}',
    same: true,
    why: 'a set of objects',
    fields: [{ pointer: '/tags', rule: 'set' }],
  },
  {
    one: '{"tags":"a"}',
    other: '{"tags":["a"]}',
    same: false,
    why: 'a set and a string',
    fields: [{ pointer: '/tags', rule: 'set' }],
  },
  {
    one: '[2,1]',
    other: '[1,2]',
    same: true,
    why: 'the whole document as a set',
    fields: [{ pointer: '', rule: 'set' }],
  },
  {
    one: '{"items":[{"price":"$1,000.00"}]}',
    other: '{"items":[{"price":1000.004}]}',
    same: true,
    why: 'a nested number within tolerance',
    fields: [{ pointer: '/items/0/price', rule: 'numeric', tolerance: { absolute: 0.01 } }],
  },
  {
    one: '{"items":[{"price":1}]}',
    other: '{"items":[]}',
    same: false,
    why: 'the place is missing on one side',
    fields: [{ pointer: '/items/0/price', rule: 'numeric' }],
  },
  {
    one: '{"b":1}',
    other: '{"b":2}',
    same: true,
    why: 'the place is missing on both sides',
    fields: [{ pointer: '/a', rule: 'exact' }],
  },
  {
    one: '{"a/b":1,"m~n":2,"c":3}',
    other: '{"a/b":1,"m~n":2,"c":4}',
    same: true,
    why: 'escaped pointers',
    fields: [
      { pointer: '/a~1b', rule: 'exact' },
      { pointer: '/m~0n', rule: 'exact' },
    ],
  },
  {
    one: '{"a/b":1}',
    other: '{"a/b":2}',
    same: false,
    why: 'escaped pointer',
    fields: [{ pointer: '/a~1b', rule: 'exact' }],
  },
  {
    one: '{"a":{"n":"1.0","why":"x"},"id":7}',
    other: '{"a":{"n":1,"why":"y"},"id":8}',
    same: true,
    why: 'rules deeper inside take precedence',
    fields: [
      { pointer: '/a', rule: 'exact' },
      { pointer: '/a/n', rule: 'numeric' },
      { pointer: '/a/why', rule: 'ignore' },
    ],
  },
  {
    one: '{"a":1,"a/why":{"b":1}}',
    other: '{"a":1,"a/why":{"b":2}}',
    same: false,
    why: 'a key with a slash is not a path',
    fields: [{ pointer: '/a/why/b', rule: 'ignore' }],
  },
];

describe('sameJson', () => {
  for (const each of cases) {
    it(titleOf(each), () => {
      const same = sameJson(each.fields);
      assert.equal(same(each.one, each.other), each.same);
      assert.equal(same(each.other, each.one), each.same);
    });
  }

  for (const pointer of ['a', 'a/b', '/a~2', '/a~']) {
    it(`refuses ${pointer}, which is not a pointer`, () => {
      assert.throws(() => sameJson([{ pointer, rule: 'exact' }]), JsonFieldError);
    });
  }
});
