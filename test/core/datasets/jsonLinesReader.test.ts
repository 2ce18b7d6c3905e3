import assert from 'node:assert/strict';
import { JsonLinesReader } from '../../../src/core/datasets/jsonLinesReader.ts';
import { maximumRowCharacters } from '../../../src/core/datasets/recordReader.ts';
import { summaryOf } from './summaryOf.ts';

describe('JsonLinesReader', () => {
  it('gives a row as soon as its line ends, and the last one at the end', () => {
    const reader = new JsonLinesReader();
    assert.deepEqual(summaryOf(reader.read('{"a":1}\n{"a"')), ['1 {"a":1}']);
    assert.deepEqual(summaryOf(reader.read(':2}')), []);
    assert.deepEqual(summaryOf(reader.end()), ['2 {"a":2}']);
  });

  it('skips a line that is too long and keeps count of the lines', () => {
    const reader = new JsonLinesReader();
    const half = 'x'.repeat(maximumRowCharacters / 2);
    const records = ['{"a":1}\n', half, half, half, half, '\n{"a":2}\n'].flatMap((piece) => [...reader.read(piece)]);
    assert.deepEqual(summaryOf([...records, ...reader.end()]), ['1 {"a":1}', '2 row-too-long', '3 {"a":2}']);
  });

  it('keeps a key that is also a property of every object', () => {
    const [record] = new JsonLinesReader().read('{"__proto__": "x"}\n');
    assert.ok(record?.kind === 'values');
    assert.deepEqual(Object.entries(record.values), [['__proto__', 'x']]);
  });
});
