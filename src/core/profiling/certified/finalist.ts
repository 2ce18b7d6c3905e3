import type { Policy } from '../../policies/cascade.ts';
import type { AnswerReading } from '../../policies/signals.ts';
import type { Look } from '../../statistics/plannedLooks.ts';
import type { SheetRow } from './answerSheet.ts';
import type { Population } from './population.ts';
import type { Prospect } from './prospect.ts';
import type { SignalTable } from './signalTable.ts';

/** What every finalist is certified under. */
export interface Terms {
  readonly population: Population;
  /** Items at each look. */
  readonly sizes: readonly number[];
  /** Part of the error level for each look. */
  readonly spending: readonly number[];
  readonly reference: string;
  readonly totalRows: number;
  readonly reading: AnswerReading;
  readonly signals: SignalTable;
  /** The rows that everything but the threshold was chosen on; none of them is certified on. */
  readonly warmUp: readonly SheetRow[];
}

/** A way to answer that is being certified: everything about it was fixed on the warm-up, but for how far along its path it may go. */
export interface Finalist {
  readonly prospect: Prospect;
  /** Its part of the error level. */
  readonly alpha: number;
  readonly looks: readonly Look[];
  /** Are the answers there to judge this row by? */
  isUsable(row: SheetRow): boolean;
  /** Would any policy in play keep a candidate's answer to this row? If not, its deviation is zero without asking the reference. */
  mayKeep(row: SheetRow): boolean;
  /** The furthest policy of its path that passes the look; `rows` are those profiled after the warm-up. */
  certify(look: number, rows: readonly SheetRow[], referenceCostOf: (row: SheetRow) => number): Certified | undefined;
  /** Expected mean cost of a call after a later look, if that sees what these rows show. */
  outlook(rows: readonly SheetRow[], referenceCostOf: (row: SheetRow) => number): (look: number) => number;
}

/** A policy that passed its test at a look. */
export interface Certified {
  readonly finalist: Finalist;
  readonly policy: Policy;
  /** Position of the look among the planned ones. */
  readonly look: number;
  readonly items: number;
  readonly deviations: number;
  /** Upper bound on the share of all answers that deviate. */
  readonly deviationUpperBound: number;
  /** Mean cost of a call, over all rows profiled. */
  readonly costUSD: number;
}
