import { extendedHash, finishedHash, startedHash } from './featureHash.ts';
import type { SparseVector } from './sparseVector.ts';

export interface HashedTextOptions {
  /** The hashed features share 2^bits positions; 1 <= bits <= 24. */
  readonly bits: number;
  /** How many dense numbers of the caller's stand behind the hashed positions. Default 0. */
  readonly extras?: number;
  /** Also count runs of so many characters within a word, its borders included: they survive typos and unseen endings. */
  readonly characterRuns?: number | undefined;
}

export interface TextHasher {
  /** Length of the vectors: 2^bits + extras. */
  readonly dimensions: number;
  /** @throws RangeError unless as many extras are given as were announced. */
  vectorOf(text: string, extras?: ArrayLike<number>): SparseVector;
}

/** Parts words in the codes, and stands at both ends of a text. */
const space = 0x20;
const wordStart = startedHash(1);
const pairStart = startedHash(2);
const runStart = startedHash(3);
const runBase = 0x01000193;

/**
 * Words, pairs of neighbouring words, and runs of characters, hashed to a fixed number of positions (Weinberger et al. 2009, without its
 * signs). A count c weighs 1 + ln c; words with pairs, and the runs, each have length 1. Letters are compared in lower case and in the composed
 * form of Unicode; scripts without spaces between words (Han, kana, Hangul) count each character as a word. It works on character codes in
 * reused buffers, since a student in front of a model must cost next to nothing: no string is made of any part of an ASCII text.
 */
export function createTextHasher(options: HashedTextOptions): TextHasher {
  const { bits, extras = 0, characterRuns } = options;
  if (!Number.isInteger(bits) || bits < 1 || bits > 24)
    throw new RangeError(`bits must be a whole number in 1..24, got ${bits}`);
  const buckets = 2 ** bits;
  const counter = createCounter(buckets);
  let codes = new Uint16Array(4096);
  return {
    dimensions: buckets + extras,
    vectorOf(text, given = []) {
      if (given.length !== extras) throw new RangeError(`${extras} extras were announced, got ${given.length}`);
      const folded = folding(text);
      // A character that is a word of its own brings two spaces along.
      if (codes.length < 3 * folded.length + 2) codes = new Uint16Array(6 * folded.length);
      const read = codes.subarray(0, readCodes(folded, codes));
      countWords(read, counter);
      counter.closeBlock();
      if (characterRuns !== undefined) {
        countRuns(read, characterRuns, counter);
        counter.closeBlock();
      }
      return counter.takeVector(given);
    },
  };
}

/** ASCII letters are folded one by one as they are read; only other scripts pay for a new string. */
function folding(text: string): string {
  for (let index = 0; index < text.length; index++)
    if (text.charCodeAt(index) > 0x7f) return text.normalize('NFC').toLowerCase();
  return text;
}

/** Writes the characters of words in lower case, everything else as spaces, and returns how many codes that made. */
function readCodes(text: string, codes: Uint16Array): number {
  let size = 0;
  codes[size++] = space;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const known = code < 0x80 ? (asciiCodes[code] ?? space) : code;
    if (!isAlone(known)) {
      codes[size++] = isSeparator(known) ? space : known;
      continue;
    }
    codes[size++] = space;
    codes[size++] = known;
    codes[size++] = space;
  }
  codes[size++] = space;
  return size;
}

const asciiCodes = Uint16Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[a-z0-9_!?]/i.test(character) ? character.toLowerCase().charCodeAt(0) : space;
});

/** Latin-1 signs, general punctuation, and ideographic punctuation part words; surrogates (pictographs) stay together. */
function isSeparator(code: number): boolean {
  if (code < 0x80) return false;
  return code < 0xc0 || (0x2000 <= code && code <= 0x206f) || (0x3000 <= code && code <= 0x303f);
}

/** A word of its own: a mark that carries meaning, or a character of a script without spaces. */
function isAlone(code: number): boolean {
  if (code < 0x80) return code === 0x21 || code === 0x3f;
  return (0x3040 <= code && code <= 0x9fff) || (0xac00 <= code && code <= 0xd7af);
}

function countWords(codes: Uint16Array, counter: Counter): void {
  let previous = 0;
  let hash = wordStart;
  for (let index = 1; index < codes.length; index++) {
    const code = codes[index] ?? space;
    if (code !== space) {
      hash = extendedHash(hash, code);
      continue;
    }
    if (hash === wordStart) continue;
    const word = finishedHash(hash);
    counter.count(word);
    counter.count(finishedHash(extendedHash(extendedHash(pairStart, previous), word)));
    previous = word;
    hash = wordStart;
  }
}

/**
 * A run may start or end with one border of its word, and never goes beyond. The hash of a run is that of the run before, moved on by one
 * character (Karp and Rabin 1987, modulo 2^32).
 */
function countRuns(codes: Uint16Array, length: number, counter: Counter): void {
  let leaving = 1;
  for (let power = 0; power < length; power++) leaving = Math.imul(leaving, runBase);
  let lastSpace = 0;
  let hash = 0;
  for (let end = 0; end < codes.length; end++) {
    const start = end - length + 1;
    const code = codes[end] ?? space;
    hash = (Math.imul(hash, runBase) + code - (start > 0 ? Math.imul(leaving, codes[start - 1] ?? space) : 0)) | 0;
    if (start >= lastSpace) counter.count(finishedHash(hash ^ runStart));
    if (code === space) lastSpace = end;
  }
}

interface Counter {
  count(hash: number): void;
  /** Ends a group of features: weighs its counts and scales it to length 1. */
  closeBlock(): void;
  /** All blocks since the last call, and the extras behind them. */
  takeVector(extras: ArrayLike<number>): SparseVector;
}

function createCounter(buckets: number): Counter {
  /** Where in `indices` each bucket of the open block stands, plus 1; 0 for buckets not met. */
  const places = new Int32Array(buckets);
  let indices = new Int32Array(1024);
  let values = new Float64Array(1024);
  let blockStart = 0;
  let size = 0;
  return {
    count(hash) {
      const bucket = hash & (buckets - 1);
      const place = places[bucket] ?? 0;
      if (place > 0) {
        values[place - 1] = (values[place - 1] ?? 0) + 1;
        return;
      }
      if (size === indices.length) [indices, values] = [grown(indices, Int32Array), grown(values, Float64Array)];
      indices[size] = bucket;
      values[size++] = 1;
      places[bucket] = size;
    },
    closeBlock() {
      let squares = 0;
      for (let i = blockStart; i < size; i++) {
        places[indices[i] ?? 0] = 0;
        const count = values[i] ?? 1;
        const weight = count === 1 ? 1 : 1 + Math.log(count);
        values[i] = weight;
        squares += weight * weight;
      }
      const scale = 1 / Math.sqrt(Math.max(1, squares));
      for (let i = blockStart; i < size; i++) values[i] = (values[i] ?? 0) * scale;
      blockStart = size;
    },
    takeVector(extras) {
      const vector = { indices: new Int32Array(size + extras.length), values: new Float64Array(size + extras.length) };
      vector.indices.set(indices.subarray(0, size));
      vector.values.set(values.subarray(0, size));
      for (let i = 0; i < extras.length; i++) {
        vector.indices[size + i] = buckets + i;
        vector.values[size + i] = extras[i] ?? 0;
      }
      size = 0;
      blockStart = 0;
      return vector;
    },
  };
}

function grown<T extends Int32Array | Float64Array>(array: T, Kind: new (length: number) => T): T {
  const larger = new Kind(array.length * 2);
  larger.set(array);
  return larger;
}
