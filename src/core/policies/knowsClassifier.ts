import type { ColumnLayout } from './knowsColumns.ts';
import { type KnowsWeights, stepsOf } from './knowsWeights.ts';

/**
 * P(IK) of one model as a routing config holds it: a logistic regression on the hashed words and characters of an input, and on what else was found to tell more.
 */
export interface KnowsClassifier extends KnowsWeights {
  /** The words share 2^bits positions; the last weight belongs to the length. */
  readonly bits: number;
  readonly bias: number;
  /** Of columns that the prompt does not show. Absent: it reads none. */
  readonly columns?: (ColumnLayout & KnowsWeights) | undefined;
  /** A weight for each number of an embedding. Absent: it needs none. */
  readonly embedding?: KnowsWeights | undefined;
}

/** What it reads where that is more than the text, for people. */
export function readsOf({ columns, embedding }: Pick<KnowsClassifier, 'columns' | 'embedding'> = {}): {
  reads?: string[];
} {
  const more = [...(columns ? ['columns'] : []), ...(embedding ? ['embedding'] : [])];
  return more.length === 0 ? {} : { reads: ['text', ...more] };
}

/** Numbers of an embedding that these weights are for. */
export function embeddingLength({ weights }: KnowsWeights): number {
  return stepsOf(weights).length;
}
