export type EquivalenceName = 'exact' | 'label' | 'numeric' | 'json' | 'judge';

/** Decides whether two outputs say the same. A candidate's output deviates when it is not equivalent to the reference's. */
export interface Equivalence {
  readonly name: EquivalenceName;
  /** Why this one, in a sentence for a person: `asked for`, or what in the data led to it. */
  readonly reason: string;
  /**
   * `undefined`: could not be decided (a judge's call failed): missing data, neither deviation nor agreement.
   * Rejects only with the signal's reason.
   */
  equivalent(reference: string, candidate: string, signal: AbortSignal): Promise<boolean | undefined>;
}
