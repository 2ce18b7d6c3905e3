import assert from 'node:assert/strict';
import { childPointer, valueAt } from '../../../src/core/equivalence/jsonPointer.ts';
import type { JsonValue } from '../../../src/core/jsonValue.ts';

/** The document and the pointers of RFC 6901, section 5, and some that lead nowhere. */
const document = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'e^f': 3,
  'g|h': 4,
  'i\\j': 5,
  'k"l': 6,
  ' ': 7,
  'm~n': 8,
};
const cases: readonly (readonly [pointer: string, value: JsonValue | undefined])[] = [
  ['', document],
  ['/foo', ['bar', 'baz']],
  ['/foo/0', 'bar'],
  ['/', 0],
  ['/a~1b', 1],
  ['/c%d', 2],
  ['/e^f', 3],
  ['/g|h', 4],
  ['/i\\j', 5],
  ['/k"l', 6],
  ['/ ', 7],
  ['/m~0n', 8],
  ['/foo/2', undefined],
  ['/foo/00', undefined],
  ['/foo/-', undefined],
  ['/foo/length', undefined],
  ['/foo/0/0', undefined],
  ['/absent/deeper', undefined],
  ['/constructor', undefined],
];

describe('valueAt', () => {
  for (const [pointer, value] of cases) {
    it(`finds ${JSON.stringify(value)} at ${JSON.stringify(pointer)}`, () =>
      assert.deepEqual(valueAt(document, pointer), value));
  }
});

describe('childPointer', () => {
  it('points to the member of any name', () => {
    for (const key of ['plain', 'a/b', 'm~n', '~1', '', '0']) {
      assert.equal(valueAt({ [key]: 'found' }, childPointer('', key)), 'found', key);
    }
  });
});
