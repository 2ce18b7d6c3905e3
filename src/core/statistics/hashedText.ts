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
  /** To be kept. @throws RangeError unless as many extras are given as were announced. */
  vectorOf(text: string, extras?: ArrayLike<number>): SparseVector;
  /** The same in the hasher's own buffers, good until it reads the next text: making room for a vector takes as long as a tenth of a decision. */
  read(text: string, extras?: ArrayLike<number>): SparseVector;
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
  const builder = new VectorBuilder(buckets);
  let codes = new Uint16Array(0);
  let hashes = new Int32Array(0);
  const read = (text: string, given: ArrayLike<number> = []): SparseVector => {
    if (given.length !== extras) throw new RangeError(`${extras} extras were announced, got ${given.length}`);
    const folded = folding(text);
    // A character that is a word of its own brings two spaces along.
    const most = 3 * folded.length + 2;
    if (codes.length < most) {
      codes = new Uint16Array(2 * most);
      hashes = new Int32Array(2 * most);
    }
    const found = codes.subarray(0, readCodes(folded, codes));
    builder.open(2 * found.length + extras);
    builder.addBlock(hashes.subarray(0, hashWords(found, hashes)));
    if (characterRuns !== undefined) builder.addBlock(hashes.subarray(0, hashRuns(found, characterRuns, hashes)));
    builder.addExtras(given);
    return builder.vector;
  };
  return {
    dimensions: buckets + extras,
    read,
    vectorOf(text, given) {
      const { indices, values } = read(text, given);
      return { indices: indices.slice(), values: values.slice() };
    },
  };
}

/** ASCII letters are folded one by one as they are read; only other scripts pay for a new string. */
function folding(text: string): string {
  return /[\u0080-\uffff]/.test(text) ? text.normalize('NFC').toLowerCase() : text;
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

/** Words and pairs of them: a word ends with a space, so there are at most as many as codes. @returns how many */
function hashWords(codes: Uint16Array, hashes: Int32Array): number {
  let size = 0;
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
    hashes[size++] = word;
    hashes[size++] = finishedHash(extendedHash(extendedHash(pairStart, previous), word));
    previous = word;
    hash = wordStart;
  }
  return size;
}

/**
 * A run may start or end with one border of its word, and never goes beyond. The hash of a run is that of the run before, moved on by one
 * character (Karp and Rabin 1987, modulo 2^32). @returns how many
 */
function hashRuns(codes: Uint16Array, length: number, hashes: Int32Array): number {
  let leaving = 1;
  for (let power = 0; power < length; power++) leaving = Math.imul(leaving, runBase);
  let size = 0;
  let lastSpace = 0;
  let hash = 0;
  for (let end = 0; end < codes.length; end++) {
    const start = end - length + 1;
    const code = codes[end] ?? space;
    hash = (Math.imul(hash, runBase) + code - (start > 0 ? Math.imul(leaving, codes[start - 1] ?? space) : 0)) | 0;
    hashes[size] = finishedHash(hash ^ runStart);
    // `if (start >= lastSpace) size++; if (code === space) lastSpace = end;` without the branches, which no processor can foretell here.
    size += 1 + ((start - lastSpace) >> 31);
    lastSpace += (end - lastSpace) & (((code ^ space) - 1) >> 31);
  }
  return size;
}

/** Builds one vector after the other, block by block. Its loops keep to local variables: they run for each character of each input. */
class VectorBuilder {
  readonly #buckets: number;
  /**
   * Where in `#indices` each bucket of the open block stands, plus 1; 0 for buckets not met. An open-addressed table made to the block's measure, since
   * one with a place for every bucket does not fit the processor's nearest cache.
   */
  #places = new Int32Array(0);
  #indices = new Int32Array(0);
  #values = new Float64Array(0);
  #size = 0;

  constructor(buckets: number) {
    this.#buckets = buckets;
  }

  /** Forgets the vector before. @param most entries that will come */
  open(most: number): void {
    this.#size = 0;
    if (this.#indices.length >= most) return;
    this.#indices = new Int32Array(2 * most);
    this.#values = new Float64Array(2 * most);
  }

  /** Counts features, weighs the counts and scales them to length 1. */
  addBlock(hashes: Int32Array): void {
    const indices = this.#indices;
    const values = this.#values;
    const last = this.#buckets - 1;
    // At most a quarter full, or else with a place for every bucket, where none is in another's way.
    const mask = Math.min(this.#buckets, 2 ** Math.ceil(Math.log2(4 * hashes.length + 1))) - 1;
    if (this.#places.length <= mask) this.#places = new Int32Array(mask + 1);
    const places = this.#places;
    const start = this.#size;
    let size = start;
    for (let i = 0; i < hashes.length; i++) {
      const bucket = (hashes[i] ?? 0) & last;
      let slot = bucket & mask;
      let place = places[slot] ?? 0;
      while (place > 0 && indices[place - 1] !== bucket) {
        slot = (slot + 1) & mask;
        place = places[slot] ?? 0;
      }
      if (place > 0) {
        values[place - 1] = (values[place - 1] ?? 0) + 1;
        continue;
      }
      indices[size] = bucket;
      values[size++] = 1;
      places[slot] = size;
    }
    places.fill(0, 0, mask + 1);
    this.#size = size;
    let squares = 0;
    for (let i = start; i < size; i++) {
      const count = values[i] ?? 1;
      const weight = count === 1 ? 1 : 1 + Math.log(count);
      values[i] = weight;
      squares += weight * weight;
    }
    const scale = 1 / Math.sqrt(Math.max(1, squares));
    for (let i = start; i < size; i++) values[i] = (values[i] ?? 0) * scale;
  }

  /** Numbers as they are, behind the buckets. */
  addExtras(extras: ArrayLike<number>): void {
    for (let i = 0; i < extras.length; i++) {
      this.#indices[this.#size] = this.#buckets + i;
      this.#values[this.#size++] = extras[i] ?? 0;
    }
  }

  /** Until the next one is opened. */
  get vector(): SparseVector {
    return { indices: this.#indices.subarray(0, this.#size), values: this.#values.subarray(0, this.#size) };
  }
}
