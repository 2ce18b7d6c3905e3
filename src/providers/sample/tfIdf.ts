import type { SparseVector } from '../../core/statistics/sparseVector.ts';
import { type FeatureBlock, wordsOf } from './features.ts';

/** How often each bucket of one block was hit by a text: the part of the work that does not depend on other texts. */
interface CountedBlock {
  readonly weight: number;
  readonly buckets: Int32Array;
  readonly counts: Float64Array;
}

export type CountedText = readonly CountedBlock[];

/** @param buckets size of the hashed space, a power of two; all blocks share it. */
export function countFeatures(text: string, blocks: readonly FeatureBlock[], buckets: number): CountedText {
  const words = wordsOf(text);
  return blocks.map((block) => countedBlock(block, words, buckets));
}

function countedBlock(block: FeatureBlock, words: readonly string[], buckets: number): CountedBlock {
  const hashes = block.hashes(words);
  const hits = new Int32Array(hashes.length);
  for (let i = 0; i < hits.length; i++) hits[i] = (hashes[i] ?? 0) & (buckets - 1);
  hits.sort();
  const found = new Int32Array(hits.length);
  const counts = new Float64Array(hits.length);
  let size = 0;
  for (const bucket of hits) {
    if (size === 0 || found[size - 1] !== bucket) found[size++] = bucket;
    counts[size - 1] = (counts[size - 1] ?? 0) + 1;
  }
  return { weight: block.weight, buckets: found.subarray(0, size), counts: counts.subarray(0, size) };
}

/** What is known about the buckets from a set of texts. */
export interface Vocabulary {
  /** Number of columns: of buckets that any of the texts hit. */
  readonly columns: number;
  /** Column of each bucket, from 0 without gaps (close together, the weights fit the processor's cache); -1 without one. */
  readonly columnOf: Int32Array;
  /** Inverse document frequency of each column, `1 + ln((1 + n) / (1 + texts with it))`. */
  readonly inverseFrequency: Float64Array;
}

export function vocabularyOf(texts: readonly CountedText[], buckets: number): Vocabulary {
  const columnOf = new Int32Array(buckets).fill(-1);
  const textsWith: number[] = [];
  for (const text of texts) {
    for (const block of text) {
      for (const bucket of block.buckets) {
        const column = columnOf[bucket] ?? -1;
        if (column >= 0) textsWith[column] = (textsWith[column] ?? 0) + 1;
        else columnOf[bucket] = textsWith.push(1) - 1;
      }
    }
  }
  const inverseFrequency = Float64Array.from(textsWith, (count) => 1 + Math.log((1 + texts.length) / (1 + count)));
  return { columns: textsWith.length, columnOf, inverseFrequency };
}

/**
 * TF-IDF with damped counts (`1 + ln count`), each block scaled to the length that its weight says. Buckets without a column are left
 * out; a block without any other adds nothing.
 */
export function weighed(text: CountedText, vocabulary: Vocabulary): SparseVector {
  const indices = new Int32Array(text.reduce((sum, block) => sum + block.buckets.length, 0));
  const values = new Float64Array(indices.length);
  let size = 0;
  for (const { weight, buckets, counts } of text) {
    const start = size;
    let squares = 0;
    for (let i = 0; i < buckets.length; i++) {
      const column = vocabulary.columnOf[buckets[i] ?? 0] ?? -1;
      if (column < 0) continue;
      const value = (1 + Math.log(counts[i] ?? 1)) * (vocabulary.inverseFrequency[column] ?? 0);
      squares += value * value;
      indices[size] = column;
      values[size++] = value;
    }
    const scale = weight / Math.sqrt(squares);
    for (let i = start; i < size; i++) values[i] = (values[i] ?? 0) * scale;
  }
  return { indices: indices.subarray(0, size), values: values.subarray(0, size) };
}
