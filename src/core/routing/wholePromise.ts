import type { RoutingConfig } from './routingConfig.ts';

export interface WholePromise {
  /** Largest share of answers that differ from the reference's. */
  readonly delta: number;
  /** How sure that is, by the method's own account. */
  readonly confidence: number;
}

/**
 * What a config promises of its answers, with a student or without. An answer of the student differs from the reference's only if it differs from the
 * stages', or theirs from the reference's: both shares add up (labels are equal or not, so "says the same" is transitive). Either promise may
 * fail, with probabilities that add up too (union bound). Nothing is assumed about how the two hang together.
 */
export function wholePromise({
  guarantee,
  student,
}: Pick<RoutingConfig, 'guarantee'> & {
  readonly student?: Pick<NonNullable<RoutingConfig['student']>, 'delta' | 'confidence'> | undefined;
}): WholePromise {
  const { delta, confidence } = guarantee;
  if (!student) return { delta, confidence };
  return {
    delta: Math.min(1, sum(delta, student.delta)),
    confidence: Math.max(0, sum(confidence, student.confidence, -1)),
  };
}

/** Rounded to twelve digits, so that 0.95 + 0.95 - 1 is 0.9. */
function sum(...terms: readonly number[]): number {
  return Number(terms.reduce((total, term) => total + term, 0).toFixed(12));
}
