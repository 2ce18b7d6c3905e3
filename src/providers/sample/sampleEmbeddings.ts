import { plainWords, stemmedWords, wordsOf } from './features.ts';

/** What the sample server embeds texts by. */
export interface SampleEmbeddings {
  /** As asked for on the wire. */
  readonly name: string;
  /** Pure and quick, like `SampleModel.classify`. */
  embed(text: string): readonly number[];
}

const LENGTH = 64;

/** Words and their stems, thrown onto 64 signed positions: texts that share words are near to each other. No more is meant by it. */
export const sampleEmbeddings: SampleEmbeddings = {
  name: 'sample/embed',
  embed(text) {
    const words = wordsOf(text);
    const sums = new Float64Array(LENGTH);
    for (const hash of [...plainWords.hashes(words), ...stemmedWords.hashes(words)]) {
      const place = hash & (LENGTH - 1);
      sums[place] = (sums[place] ?? 0) + (hash & LENGTH ? 1 : -1);
    }
    const length = Math.hypot(...sums) || 1;
    return Array.from(sums, (sum) => sum / length);
  },
};
