import assert from 'node:assert/strict';
import type { FeatureBlock } from '../../../src/providers/sample/features.ts';
import { countFeatures, vocabularyOf, weighed } from '../../../src/providers/sample/tfIdf.ts';

/** Hashes each word to its number. */
const numbers: FeatureBlock = { weight: 1, hashes: (words) => words.map((word) => word.charCodeAt(0) - 97) };
const doubled: FeatureBlock = { weight: 2, hashes: (words) => words.map((word) => word.charCodeAt(0) - 97 + 32) };

describe('countFeatures', () => {
  it('counts each bucket once, in order, folded into the hashed space', () => {
    const [block] = countFeatures('c a c q', [numbers], 16);
    assert.deepEqual([...(block?.buckets ?? [])], [0, 2]);
    // q is number 16, which folds onto a.
    assert.deepEqual([...(block?.counts ?? [])], [2, 2]);
  });
});

describe('weighed', () => {
  const texts = ['a b', 'a c', 'a a d'].map((text) => countFeatures(text, [numbers, doubled], 64));
  const vocabulary = vocabularyOf(texts, 64);

  it('is TF-IDF by the written formula, each block scaled to its weight', () => {
    assert.equal(vocabulary.columns, 8);
    const { values } = weighed(countFeatures('a a b', [numbers, doubled], 64), vocabulary);
    const a = (1 + Math.log(2)) * (1 + Math.log(4 / 4));
    const b = 1 * (1 + Math.log(4 / 2));
    const length = Math.hypot(a, b);
    const expected = [a / length, b / length, (2 * a) / length, (2 * b) / length];
    assert.equal(values.length, 4);
    for (const [index, value] of expected.entries()) assert.ok(Math.abs((values[index] ?? 0) - value) < 1e-15);
  });

  it('leaves out what no text of the vocabulary has', () => {
    const { indices, values } = weighed(countFeatures('x y z', [numbers], 64), vocabulary);
    assert.equal(indices.length, 0);
    assert.equal(values.length, 0);
  });
});
