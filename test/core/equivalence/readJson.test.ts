import assert from 'node:assert/strict';
import { readJson } from '../../../src/core/equivalence/readJson.ts';
import type { JsonValue } from '../../../src/core/jsonValue.ts';

const cases: readonly (readonly [text: string, value: JsonValue | undefined])[] = [
  ['{"a":1}', { a: 1 }],
  ['\uFEFF {"a":1}\n', { a: 1 }],
  ['[1,2]', [1, 2]],
  ['"x"', 'x'],
  ['null', null],
  ['```json\n{"a":1}\n```', { a: 1 }],
  ['Sure!\n\n```json\n{"a":1}\n```\nAs in [1] and [2].', { a: 1 }],
  ['```\n{"a":1}\n```', { a: 1 }],
  ['```python\nprint(1)\n```\n```json\n{"a":1}\n```', { a: 1 }],
  ['```json\n{"a":1}\n```\n```json\n{"a":2}\n```', undefined],
  ['Here: {"a":"}]\\"{"} - done', { a: '}]"{' }],
  ['The list is [{"a":1},{"a":2}].', [{ a: 1 }, { a: 2 }]],
  ['Use {placeholder} in {"a":1}', { a: 1 }],
  ['{ hello {"a":1}', { a: 1 }],
  ['{"a":1}\n{"a":2}', undefined],
  ['{"a":1', undefined],
  ["{'a':1}", undefined],
  ['{"a":1,}', undefined],
  ['no JSON', undefined],
  ['', undefined],
];

describe('readJson', () => {
  for (const [text, value] of cases) {
    it(`reads ${JSON.stringify(value)} in ${JSON.stringify(text)}`, () => assert.deepEqual(readJson(text), value));
  }

  it('takes 200 levels and refuses more', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    assert.notEqual(readJson(nested(200)), undefined);
    assert.equal(readJson(nested(201)), undefined);
    assert.equal(readJson(nested(100_000)), undefined);
  });
});
