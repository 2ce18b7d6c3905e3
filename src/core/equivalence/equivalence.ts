import type { EquivalenceReason } from './equivalenceReason.ts';
import type { JsonField } from './jsonField.ts';
import type { Tolerance } from './numeric.ts';
import type { SameText } from './sameText.ts';

export const equivalenceNames = ['exact', 'label', 'numeric', 'json', 'judge'] as const;
export type EquivalenceName = (typeof equivalenceNames)[number];

/** Decides whether two outputs say the same. A candidate's output deviates when it is not equivalent to the reference's. */
export interface Equivalence {
  readonly name: EquivalenceName;
  readonly reason: EquivalenceReason;
  /**
   * `undefined`: could not be decided (a judge's call failed): missing data, neither deviation nor agreement.
   * Rejects with the signal's reason, and with what the judge's port rejects with (a spending cap reached); the other rules reject with nothing else.
   */
  equivalent(reference: string, candidate: string, signal: AbortSignal): Promise<boolean | undefined>;
  /** The same without anybody's help; absent for a judge. */
  readonly same?: SameText | undefined;
  /** The closed set of answers; absent where there is none. */
  readonly labels?: readonly string[] | undefined;
  /** How far apart numbers may be; absent where none was asked for. */
  readonly tolerance?: Tolerance | undefined;
  /** What is compared of JSON; absent: the whole document. */
  readonly fields?: readonly JsonField[] | undefined;
  /** The label that a text names, as declared; undefined when it names none or several. Present with `labels`. */
  readonly labelOf?: ((text: string) => string | undefined) | undefined;
}
