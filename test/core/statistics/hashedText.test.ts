import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { extendedHash, finishedHash, startedHash } from '../../../src/core/statistics/featureHash.ts';
import { createTextHasher } from '../../../src/core/statistics/hashedText.ts';
import type { SparseVector } from '../../../src/core/statistics/sparseVector.ts';

const words = createTextHasher({ bits: 18 });
const runs = createTextHasher({ bits: 18, characterRuns: 4 });

function similarity(one: SparseVector, other: SparseVector): number {
  const weights = new Map<number, number>();
  one.indices.forEach((index, i) => {
    weights.set(index, (weights.get(index) ?? 0) + one.values[i]!);
  });
  return other.indices.reduce((sum, index, i) => sum + (weights.get(index) ?? 0) * other.values[i]!, 0);
}

/** Of words of ASCII letters and digits parted by single spaces: weight by position, in the order met. */
function plainVector(text: string, bits: number): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  const count = (hash: number) => {
    const position = hash & (2 ** bits - 1);
    counts.set(position, (counts.get(position) ?? 0) + 1);
  };
  let previous = 0;
  for (const word of text.split(' ')) {
    const hash = finishedHash(
      Array.from(word).reduce((so, letter) => extendedHash(so, letter.charCodeAt(0)), startedHash(1)),
    );
    count(hash);
    count(finishedHash(extendedHash(extendedHash(startedHash(2), previous), hash)));
    previous = hash;
  }
  const weights = [...counts].map(([position, times]) => [position, 1 + Math.log(times)] as const);
  const length = Math.hypot(...weights.map(([, weight]) => weight));
  return new Map(weights.map(([position, weight]) => [position, weight / length]));
}

describe('createTextHasher', () => {
  it('gives each distinct word and pair one position and the vector length 1', () => {
    const { indices, values } = words.vectorOf('the cat saw the dog');
    // the, cat, saw, dog and ^the, the cat, cat saw, saw the, the dog
    assert.equal(indices.length, 9);
    assert.ok(Math.abs(values.reduce((sum, value) => sum + value * value, 0) - 1) < 1e-12);
  });

  it('weighs a count c by 1 + ln c', () => {
    const { values } = words.vectorOf('a b a c a');
    assert.ok(Math.abs(Math.max(...values) / Math.min(...values) - (1 + Math.log(3))) < 1e-12);
  });

  const same: readonly (readonly [string, string, string])[] = [
    ['case', 'Great FILM', 'great film'],
    ['case beyond ASCII', 'ÄRGER über Öl', 'ärger ÜBER öl'],
    ['composition of accents', 'caf\u00e9 noir', 'cafe\u0301 noir'],
    ['separators', 'one, two', 'one\u2014two'],
  ];
  for (const [name, one, other] of same)
    it(`does not tell ${name} apart`, () => {
      assert.ok(Math.abs(similarity(words.vectorOf(one), words.vectorOf(other)) - 1) < 1e-9);
    });

  it('tells the order of words apart', () => {
    assert.ok(similarity(words.vectorOf('not good but bad'), words.vectorOf('not bad but good')) < 0.9);
  });

  it('takes characters of scripts without spaces as words', () => {
    assert.equal(words.vectorOf('今天天气').indices.length, 7);
    assert.ok(similarity(words.vectorOf('今天天气很好'), words.vectorOf('昨天天气不好')) > 0.3);
  });

  it('finds kinship of spellings through runs of characters', () => {
    const [one, other] = ['disgusting', 'disgusted'];
    assert.ok(similarity(words.vectorOf(one), words.vectorOf(other)) < 0.01);
    assert.ok(similarity(runs.vectorOf(one), runs.vectorOf(other)) > 0.4);
  });

  it('gives an empty vector for a text without words, lone surrogates included', () => {
    assert.equal(words.vectorOf(' ... ').indices.length, 0);
    assert.equal(words.vectorOf('\ud83d').indices.length, 2);
  });

  it('puts extras behind the hashed positions', () => {
    const hasher = createTextHasher({ bits: 4, extras: 2 });
    assert.equal(hasher.dimensions, 18);
    const { indices, values } = hasher.vectorOf('', [0.5, -3]);
    assert.deepEqual(
      [[...indices], [...values]],
      [
        [16, 17],
        [0.5, -3],
      ],
    );
    assert.throws(() => hasher.vectorOf('', [1]), RangeError);
  });

  for (const bits of [1, 5, 10, 18])
    it(`counts as a plain table does, with ${2 ** bits} positions`, () => {
      const random = createRandom(bits);
      const hasher = createTextHasher({ bits });
      for (const length of [1, 30, 4000]) {
        const text = Array.from({ length }, () => random.integer(1000).toString(36)).join(' ');
        const { indices, values } = hasher.vectorOf(text);
        const expected = plainVector(text, bits);
        assert.deepEqual([...indices], [...expected.keys()]);
        assert.ok([...expected.values()].every((value, i) => Math.abs(value - values[i]!) < 1e-12));
      }
    });

  it('reads a text in buffers of its own, which the next text takes over, and keeps vectors apart', () => {
    const kept = runs.vectorOf('what is to be kept');
    const read = runs.read('what is to be kept');
    assert.deepEqual([[...read.indices], [...read.values]], [[...kept.indices], [...kept.values]]);
    const before = [...kept.indices];
    runs.read('some other text');
    assert.deepEqual([...kept.indices], before);
    assert.notDeepEqual([...read.indices], before);
  });

  it('keeps nothing of one text for the next', () => {
    const first = words.vectorOf('a text of some words');
    runs.vectorOf('in between '.repeat(500));
    words.vectorOf('in between '.repeat(500));
    assert.deepEqual(words.vectorOf('a text of some words'), first);
  });
});
