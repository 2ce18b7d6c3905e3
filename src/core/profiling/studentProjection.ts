import type { RoutingConfig } from '../routing/routingConfig.ts';
import type { WholePromise } from '../routing/wholePromise.ts';

/** What a student may do, wherever its file is. */
export type StudentTerms = Omit<NonNullable<RoutingConfig['student']>, 'file'>;

/** A stretch of the stream, for charts. */
export interface StudentWindow {
  /** Items up to and with this stretch. */
  readonly items: number;
  /** Share of the stretch that each of the student's levels answered, from the first, and last the stages'. They sum to 1. */
  readonly shares: readonly number[];
  /** Share of the stretch on which the output was what the stages say, by their answer or the student's. */
  readonly agreement: number;
}

/** What a student in front would have done on answers already there. It says what to expect and promises nothing: its guarantee does, while it serves. */
export interface StudentProjection {
  readonly terms: StudentTerms;
  /** As the config keeps it. */
  readonly evidence: NonNullable<RoutingConfig['evidence']['student']>;
  readonly windows: readonly StudentWindow[];
  /** The first item that the guarantee lets any student answer, however good it is. */
  readonly firstAnswer: number;
  /**
   * Over the last quarter, what it was sure enough of to answer, whether its guarantee let it or not; shares of that quarter. Absent: it was not let
   * learn from items too few for it to answer any.
   */
  readonly lateSure?: { readonly share: number; readonly deviationShare: number } | undefined;
  /** Of the config with this student. */
  readonly promise: WholePromise;
}

/** `too few items`: no student may answer so early, so nothing is known of this one. `never good enough`: there was time, and it did not answer. */
export type StudentVerdict = 'answers' | 'too few items' | 'never good enough';

/** The one rule of what a replay says: only a student that had its time and did not answer is not worth having in a config. */
export function studentVerdict({ evidence, firstAnswer }: StudentProjection): StudentVerdict {
  if (evidence.keptShare > 0) return 'answers';
  return evidence.items < firstAnswer ? 'too few items' : 'never good enough';
}
