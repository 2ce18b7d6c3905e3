import assert from 'node:assert/strict';
import { universalNewlines } from '../../../src/core/datasets/universalNewlines.ts';
import { collected } from './collected.ts';
import { textsOf } from './textsOf.ts';

describe('universalNewlines', () => {
  const cases: readonly (readonly [text: string, normal: string])[] = [
    ['a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['a\r\r\n\n\r', 'a\n\n\n\n'],
    ['\uFEFFa\uFEFF', 'a\uFEFF'],
    ['\uFEFF', ''],
    ['', ''],
  ];
  for (const [text, normal] of cases) {
    for (const pieceLength of [1, 2, 3, 100]) {
      it(`makes ${JSON.stringify(normal)} of ${JSON.stringify(text)} cut every ${pieceLength}`, async () => {
        assert.equal((await collected(universalNewlines(textsOf(text, pieceLength)))).join(''), normal);
      });
    }
  }
});
