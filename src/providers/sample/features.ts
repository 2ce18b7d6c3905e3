import { extendedHash, finishedHash, startedHash } from '../../core/statistics/featureHash.ts';

/** One kind of evidence in a text: what it finds, as signed 32-bit hashes, repeated where the text repeats it. */
export interface FeatureBlock {
  /** Length of this block's part of a text's vector, relative to the other blocks'. */
  readonly weight: number;
  hashes(words: readonly string[]): readonly number[];
}

/** Words as written (lower case). */
export const plainWords: FeatureBlock = { weight: 1, hashes: (words) => words.map((word) => hashOf(word, 1)) };

/** Words without their English endings, so that `charged` and `charges` share their evidence. */
export const stemmedWords: FeatureBlock = { weight: 1, hashes: (words) => words.map((word) => hashOf(stem(word), 2)) };

/** Neighbouring stems, with the text's start and end as neighbours of their own. */
export const stemPairs: FeatureBlock = {
  weight: 0.7,
  hashes(words) {
    const bounded = ['^', ...words.map(stem), '$'];
    return bounded.slice(1).map((word, index) => hashOf(`${bounded[index]} ${word}`, 3));
  },
};

/** How the text opens and closes, and how long it is: a question opens unlike a complaint. */
export const openingAndClosing: FeatureBlock = {
  weight: 0.7,
  hashes(words) {
    const stems = words.map(stem);
    const found = [
      ...stems.slice(0, 4).map((word) => `first ${word}`),
      ...stems.slice(-4).map((word) => `last ${word}`),
      `opening ${stems.slice(0, 2).join(' ')}`,
      `opening ${stems.slice(0, 3).join(' ')}`,
      `doublings of length ${Math.min(6, Math.floor(Math.log2(1 + words.length)))}`,
    ];
    return found.map((feature) => hashOf(feature, 4));
  },
};

/** Runs of 2 to 5 characters within a word, its borders included: they survive typos and unseen endings. */
export const characterRuns: FeatureBlock = {
  weight: 1,
  hashes(words) {
    const found: number[] = [];
    for (const word of words) pushCharacterRuns(`<${word}>`, found);
    return found;
  },
};

const shortestRun = 2;
const longestRun = 5;

/** Hashes grow by one character at a time, which spares a string per run: this is most of the work on a text. */
function pushCharacterRuns(bordered: string, found: number[]): void {
  for (let start = 0; start + shortestRun <= bordered.length; start++) {
    let hash = startedHash(5);
    const end = Math.min(bordered.length, start + longestRun);
    for (let index = start; index < end; index++) {
      hash = extendedHash(hash, bordered.charCodeAt(index));
      if (index - start + 1 >= shortestRun) found.push(finishedHash(hash));
    }
  }
}

/**
 * The words of a text in order: lower case, accents and apostrophes removed, amounts of money and other numbers each replaced by one
 * placeholder (which amount it is says nothing about the topic), question and exclamation marks and pictographs kept as words.
 */
export function wordsOf(text: string): readonly string[] {
  const normalised = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}’']/gu, '')
    .replace(/\p{Sc}\s?\d[\d.,]*|\d[\d.,]*\s?(?:\p{Sc}|dollars|pounds|euros?|quid|rupees|naira)/gu, ' anamount ')
    .replace(/\d[\d.,:]*/g, ' anumber ');
  return normalised.match(/[\p{L}_]+|[?!]|\p{Extended_Pictographic}/gu) ?? [];
}

function stem(word: string): string {
  if (word.length <= 4) return word;
  return word
    .replace(/ies$/, 'y')
    .replace(/(?:ing|ed|es|s|ly)$/, '')
    .replace(/(.)\1$/, '$1')
    .replace(/e$/, '');
}

function hashOf(feature: string, salt: number): number {
  let hash = startedHash(salt);
  for (let index = 0; index < feature.length; index++) hash = extendedHash(hash, feature.charCodeAt(index));
  return finishedHash(hash);
}
