import type { SparseVector } from '../statistics/sparseVector.ts';

/** What the levels see of one item. */
export interface StudentInput {
  readonly text: SparseVector;
  /** Of the configured length, where one was given with the item. */
  readonly embedding: SparseVector | undefined;
}

/** One model of the cascade below the expert. It learns in small steps of bounded work, so that it may learn while it serves. */
export interface Level {
  /** Probability of each label; the array is reused by the next call. */
  probabilities(input: StudentInput): Float64Array;
  /** @param label index of the expert's label */
  learn(input: StudentInput, label: number): void;
  /** How many batches of expert labels it has learned from: the chance of a jump to the expert decays with it. */
  readonly updates: number;
  saved(): SavedLevel;
}

/** A level as the state file keeps it; weights are packed (`packedRows.ts`). */
export interface SavedLevel {
  readonly updates: number;
  readonly weights: readonly string[];
}
