import assert from 'node:assert/strict';
import {
  characterRuns,
  type FeatureBlock,
  openingAndClosing,
  plainWords,
  stemmedWords,
  stemPairs,
  wordsOf,
} from '../../../src/providers/sample/features.ts';

describe('wordsOf', () => {
  const cases: readonly { readonly text: string; readonly words: readonly string[] }[] = [
    { text: 'Why was I charged TWICE?!', words: ['why', 'was', 'i', 'charged', 'twice', '?', '!'] },
    { text: "won’t, can't", words: ['wont', 'cant'] },
    { text: '£29.00 on the 3rd', words: ['anamount', 'on', 'the', 'anumber', 'rd'] },
    { text: '29 dollars, 40€ and 1,200', words: ['anamount', 'anamount', 'and', 'anumber'] },
    { text: 'café größe', words: ['cafe', 'große'] },
    { text: 'help 😵', words: ['help', '😵'] },
    { text: ' \n ', words: [] },
  ];
  for (const { text, words } of cases)
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.deepEqual(wordsOf(text), words);
    });
});

describe('FeatureBlock', () => {
  const overlap = (block: FeatureBlock, one: readonly string[], other: readonly string[]) =>
    block.hashes(one).filter((hash) => block.hashes(other).includes(hash)).length;

  it('plainWords tells endings apart, stemmedWords does not', () => {
    assert.equal(overlap(plainWords, ['charged'], ['charges']), 0);
    assert.equal(overlap(stemmedWords, ['charged', 'batteries', 'stopping'], ['charges', 'battery', 'stop']), 3);
  });

  it('stemPairs depends on order and knows both ends of the text', () => {
    assert.equal(stemPairs.hashes(['a', 'b']).length, 3);
    assert.equal(overlap(stemPairs, ['a', 'b'], ['b', 'a']), 0);
    assert.equal(overlap(stemPairs, ['a', 'b', 'c'], ['a', 'b', 'd']), 2);
  });

  it('openingAndClosing sees the first and last words only', () => {
    const middle = (word: string) => ['how', 'do', 'i', 'turn', word, 'the', 'beep', 'down', '?'];
    assert.deepEqual(openingAndClosing.hashes(middle('off')), openingAndClosing.hashes(middle('on')));
    assert.notDeepEqual(openingAndClosing.hashes(['how', 'to']), openingAndClosing.hashes(['to', 'how']));
  });

  it('characterRuns finds every run of 2 to 5 characters of the bordered word', () => {
    // <abc> has 4 + 3 + 2 + 1 runs of lengths 2 to 5.
    assert.equal(new Set(characterRuns.hashes(['abc'])).size, 10);
    // Shared with <abd>: <a ab <ab.
    assert.equal(overlap(characterRuns, ['abc'], ['abd']), 3);
  });

  it('blocks do not share hashes for the same word', () => {
    assert.notDeepEqual(plainWords.hashes(['bug']), stemmedWords.hashes(['bug']));
  });
});
