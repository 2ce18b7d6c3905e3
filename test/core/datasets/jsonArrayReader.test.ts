import assert from 'node:assert/strict';
import { JsonArrayReader } from '../../../src/core/datasets/jsonArrayReader.ts';
import { maximumRowCharacters } from '../../../src/core/datasets/recordReader.ts';
import { summaryOf } from './summaryOf.ts';

describe('JsonArrayReader', () => {
  const cases: readonly { readonly name: string; readonly text: string; readonly records: readonly string[] }[] = [
    { name: 'reads an array on one line', text: '[{"a":1},{"a":2}]', records: ['1 {"a":1}', '1 {"a":2}'] },
    { name: 'gives nothing for an empty array', text: '\n [ \n ] \n', records: [] },
    { name: 'says where an element is missing', text: '[{"a":1},\n]', records: ['1 {"a":1}', '2 invalid-json'] },
    {
      name: 'does not look for brackets and commas inside strings',
      text: '[{"a":"],[}{\\"],\\\\"},{"a":2}]',
      records: ['1 {"a":"],[}{\\"],\\\\"}', '1 {"a":2}'],
    },
    {
      name: 'names the line on which an element starts',
      text: '[\n\n{"a":\n1\n}\n,\n\n{"a":2}]',
      records: ['3 {"a":1}', '8 {"a":2}'],
    },
    {
      name: 'reads on after a missing quote',
      text: '[{\n"a": "cut off,\n"b": 1\n},\n{"a":2}]',
      records: ['1 invalid-json', '3 invalid-json', '5 {"a":2}'],
    },
    {
      name: 'loses what follows a missing bracket and says so',
      text: '[{"a":1},\n{"a":{"b":2},\n{"a":3}]\n',
      records: ['1 {"a":1}', '2 invalid-json', '4 remark unclosed-array'],
    },
    {
      name: 'says that a file ends between elements',
      text: '[{"a":1},\n',
      records: ['1 {"a":1}', '2 remark unclosed-array'],
    },
    {
      name: 'reads a last element that only lacks the bracket of the array',
      text: '[{"a":1}\n',
      records: ['1 {"a":1}', '2 remark unclosed-array'],
    },
    {
      name: 'says once that there is text after the array',
      text: '[{"a":1}]\n[{"a":2}]\nx',
      records: ['1 {"a":1}', '2 remark text-after-array'],
    },
  ];
  for (const { name, text, records } of cases) {
    it(name, () => {
      assert.deepEqual(read([text]), records);
      assert.deepEqual(read(text.split('')), records);
    });
  }

  it('skips an element that is too long', () => {
    const half = 'x'.repeat(maximumRowCharacters / 2);
    const pieces = ['[{"a":1},\n{"a":"', half, half, half, half, '"},\n{"a":2}]'];
    assert.deepEqual(read(pieces), ['1 {"a":1}', '2 row-too-long', '3 {"a":2}']);
  });
});

function read(pieces: readonly string[]): string[] {
  const reader = new JsonArrayReader();
  const records = pieces.flatMap((piece) => [...reader.read(piece)]);
  return summaryOf([...records, ...reader.end()]);
}
