import type { Clock } from '../core/calls/clock.ts';
import type { EquivalenceName } from '../core/equivalence/equivalence.ts';
import type { ProfileMethod, Scope } from '../core/profiling/profile.ts';
import type { StudentTerms } from '../core/profiling/studentProjection.ts';
import type { ColumnMap } from './columnMap.ts';

/** Enough to notice a reference that contradicts itself often; cheap. */
export const SELF_CHECK_ITEMS = 20;

/** How outputs are compared. What only one rule takes asks for that rule. */
export interface ComparisonOptions {
  /** undefined: guessed, with a stated reason. */
  readonly equivalence: EquivalenceName | undefined;
  /** undefined: found among the expected answers. */
  readonly labels: readonly string[] | undefined;
  /** Of `json`, as `parseJsonField` reads them; absent: the whole document. */
  readonly jsonFields?: readonly string[] | undefined;
  /** Of `numeric`, as `parseTolerance` reads it; absent: 0. */
  readonly tolerance?: string | undefined;
  /** The model that compares; only of a live profile. */
  readonly judge?: string | undefined;
}

/** What every profile is asked, whether live or from a recording. Ranges are checked by whoever takes them from the user. */
export interface ProfileOptions extends ComparisonOptions {
  readonly method: ProfileMethod;
  readonly delta: number;
  readonly confidence: number;
  readonly scope: Scope;
  /** Future calls the recommendation will serve; stream scope. */
  readonly volume: number;
  /** At most this many rows are profiled. */
  readonly profileItems: number;
  readonly seed: number;
  /** undefined: all models of a recording. */
  readonly models: readonly string[] | undefined;
  /** undefined: the recording's own, or the model named in the prompt file. */
  readonly reference: string | undefined;
  /** Also say what SMART's methods make of the same answers. Absent: false. */
  readonly compare?: boolean;
  /** What a student in front may do, where there can be one. Absent: `DEFAULT_STUDENT_TERMS`. */
  readonly student?: StudentTerms;
  /** Where the routing config goes; undefined: beside the prompt, or nowhere for a recording. */
  readonly out: string | undefined;
}

export interface LiveProfileOptions extends ProfileOptions {
  readonly promptFile: string;
  /** undefined: the rows written in the prompt file itself. */
  readonly dataFile: string | undefined;
  /** Variables that are taken from a column of another name. Absent: each from its own. */
  readonly columns?: ColumnMap;
  readonly models: readonly string[];
  readonly judge: string | undefined;
  /** Columns, besides those of the prompt's variables, that P(IK) may read; whoever runs the config then has to give them. Absent: none. */
  readonly knowsColumns?: readonly string[];
  /** The model whose embeddings P(IK) may read, paid for like any. Absent: none. */
  readonly embeddings?: string | undefined;
  /** The reference is asked twice about so many items, to see how often it contradicts itself. Absent: 0. */
  readonly selfCheckItems?: number;
  readonly maxSpendUSD: number;
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly pricesFile: string | undefined;
  /** Folder of the journal; undefined: `.downtier` beside the prompt. */
  readonly journalFolder: string | undefined;
}

/** What a profile needs from the machine it runs on. */
export interface World {
  readonly clock: Clock;
  /** `YYYY-MM-DD`: the day whose prices count. */
  readonly today: string;
  keyOf(account: string): string | undefined | Promise<string | undefined>;
  baseURLOf(account: string): string | undefined;
  /** Folder of the embedded sample: its prompt, tickets and training rows. */
  readonly sampleFolder: string;
}
