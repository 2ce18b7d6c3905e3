import assert from 'node:assert/strict';
import { rangeOfOffsets } from '../../src/core/findings.ts';

const text = 'one\ntwo\r\n\n𝄞four\n';

type Place = readonly [line: number, character: number];

describe('rangeOfOffsets', () => {
  const cases: readonly (readonly [name: string, start: number, end: number, from: Place, to: Place])[] = [
    ['the start', 0, 0, [0, 0], [0, 0]],
    ['a word', 0, 3, [0, 0], [0, 3]],
    ['a line feed belongs to the line it ends', 3, 4, [0, 3], [1, 0]],
    ['the first character of a line', 4, 5, [1, 0], [1, 1]],
    ['a carriage return counts as a character', 7, 8, [1, 3], [1, 4]],
    ['an empty line', 9, 10, [2, 0], [3, 0]],
    ['two UTF-16 units of one character', 10, 12, [3, 0], [3, 2]],
    ['several lines', 5, 14, [1, 1], [3, 4]],
    ['the end, after the last line feed', 17, 17, [4, 0], [4, 0]],
    ['beyond the end', 99, 120, [4, 0], [4, 0]],
    ['before the start', -5, -2, [0, 0], [0, 0]],
    ['from before the start', -5, 2, [0, 0], [0, 2]],
    ['an end before its start gives an empty range', 6, 2, [1, 2], [1, 2]],
  ];
  for (const [name, start, end, from, to] of cases) {
    it(`gives lines and characters from zero: ${name}`, () => {
      assert.deepEqual(rangeOfOffsets(text, start, end), {
        start: { line: from[0], character: from[1] },
        end: { line: to[0], character: to[1] },
      });
    });
  }

  it('says of an empty text that everything is at its start', () => {
    const start = { line: 0, character: 0 };
    assert.deepEqual(rangeOfOffsets('', 3, 7), { start, end: start });
  });

  it('agrees with splitting into lines at every offset', () => {
    for (let offset = 0; offset <= text.length; offset++) {
      const lines = text.slice(0, offset).split('\n');
      const expected = { line: lines.length - 1, character: lines.at(-1)?.length };
      assert.deepEqual(rangeOfOffsets(text, offset, offset).start, expected, `offset ${offset}`);
    }
  });
});
