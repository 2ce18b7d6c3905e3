import assert from 'node:assert/strict';
import { JsonPlaces } from '../../src/core/jsonPlaces.ts';

const TEXT = `{
  "a": {"b": [1, {"c": "x"}]},
  "d": true
}
`;

function textAt(text: string, path: readonly PropertyKey[]): string {
  const { start, end } = new JsonPlaces(text).rangeOf(path);
  const lines = text.split('\n');
  return (
    lines[start.line]?.slice(start.character, start.line === end.line ? end.character : undefined) ?? 'no such line'
  );
}

describe('JsonPlaces.rangeOf', () => {
  const cases: readonly (readonly [readonly PropertyKey[], string])[] = [
    [['d'], 'true'],
    [['a'], '"a"'],
    [['a', 'b'], '"b"'],
    [['a', 'b', 0], '1'],
    [['a', 'b', 1, 'c'], '"x"'],
    [['a', 'b', 1, 'missing'], '"b"'],
    [['missing'], '{'],
    [[], '{'],
  ];
  for (const [path, expected] of cases) {
    it(`finds ${path.join('.') || 'the whole'}`, () => assert.equal(textAt(TEXT, path), expected));
  }

  it('tells places in a broken text', () => {
    assert.equal(textAt('{"a": {"b": 12},, ', ['a', 'b']), '12');
    assert.equal(textAt('', ['a']), '');
  });
});

describe('JsonPlaces.firstError', () => {
  it('is where the text stops being JSON', () => {
    assert.deepEqual(new JsonPlaces('{\n  "a": oops\n}').firstError.start, { line: 1, character: 7 });
  });
});

describe('JsonPlaces.pathAt', () => {
  const cases: readonly (readonly [string, readonly PropertyKey[] | undefined])[] = [
    ['"b"', ['a', 'b']],
    ['1,', ['a', 'b', 0]],
    ['"x"', ['a', 'b', 1, 'c']],
    ['true', ['d']],
    ['}]', undefined],
  ];
  for (const [at, path] of cases) {
    it(`knows what ${at} belongs to`, () => assert.deepEqual(new JsonPlaces(TEXT).pathAt(TEXT.indexOf(at)), path));
  }
});
