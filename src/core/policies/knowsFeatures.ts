import type { JsonValue } from '../jsonValue.ts';
import { createTextHasher } from '../statistics/hashedText.ts';
import type { SparseVector } from '../statistics/sparseVector.ts';

/** What may be known of an input besides its text. */
export interface InputBesides {
  /** Values of columns that the prompt does not show, by name. */
  readonly columns?: Readonly<Record<string, JsonValue>> | undefined;
  readonly embedding?: ArrayLike<number> | undefined;
}

/** An input as classifiers see it: read once, however many models are looked at. */
export interface KnowsFeatures extends InputBesides {
  /** Its words and characters, hashed to 2^bits positions, and its length behind them. */
  text(bits: number): SparseVector;
}

const CHARACTER_RUNS = 4;

const hashers = new Map<number, ReturnType<typeof createTextHasher>>();

export function knowsFeatures(text: string, { columns, embedding }: InputBesides = {}): KnowsFeatures {
  const known = new Map<number, SparseVector>();
  return {
    columns,
    embedding,
    text(bits) {
      const vector = known.get(bits) ?? vectorOf(text, bits);
      known.set(bits, vector);
      return vector;
    },
  };
}

/** A text of 255 characters has length 0; one 16 times as long, 1. */
function vectorOf(text: string, bits: number): SparseVector {
  const hasher = hashers.get(bits) ?? createTextHasher({ bits, extras: 1, characterRuns: CHARACTER_RUNS });
  hashers.set(bits, hasher);
  return hasher.vectorOf(text, [Math.log2(1 + text.length) / 4 - 2]);
}
