import type { EquivalenceName } from '../equivalence/equivalence.ts';
import type { ModelId } from '../models/chatModel.ts';
import type { Interval } from '../statistics/clopperPearson.ts';

/** What is asked of a profile; the same for every method. */
export interface ProfileRequest {
  readonly method: ProfileMethod;
  /** Largest tolerated share of answers that differ from the reference's, 0 < delta < 1. */
  readonly delta: number;
  /** gamma: how sure the promise has to be, 0 < confidence < 1. */
  readonly confidence: number;
  readonly scope: Scope;
  readonly reference: ModelId;
  /** Candidates; the reference may be among them and is then passed over. */
  readonly models: readonly ModelId[];
  /** Candidates whose price is not known: they are reported, never asked. */
  readonly unpriced: readonly ModelId[];
  /** Rows of the whole dataset; in batch scope all of them are to be answered. */
  readonly rows: number;
  /** Future calls the recommendation will serve; only stream scope looks at it. */
  readonly volume: number;
  readonly seed: number;
}

export const profileMethods = ['smart-all', 'smart', 'smart-mix'] as const;
export type ProfileMethod = (typeof profileMethods)[number];

/** `batch`: a finite dataset, profiled rows count as answered. `stream`: future inputs drawn like the sample. */
export const scopes = ['stream', 'batch'] as const;
export type Scope = (typeof scopes)[number];

/**
 * `reference`: it itself. `open`: not decided. `satisfies`: shown to deviate at most delta. `too far off`: shown to deviate more.
 * `dearer`: not cheaper than the cheapest satisfying model, so not asked any more. `unpriced`: its price is not known, so it was never asked.
 * `failing`: none of its first calls gave an answer, so it is not asked any more.
 */
export type ModelStatus = 'reference' | 'open' | 'satisfies' | 'too far off' | 'dearer' | 'unpriced' | 'failing';

export interface ModelReport {
  readonly id: ModelId;
  /** Items on which it was compared with the reference. */
  readonly items: number;
  readonly deviations: number;
  readonly missing: number;
  /** Clopper-Pearson, two-sided at the profile's confidence; [0, 1] without items, [0, 0] for the reference. */
  readonly deviationInterval: Interval;
  /** Mean, undefined when it was never asked. */
  readonly costPerCallUSD: number | undefined;
  /** Against gold labels, undefined without them. */
  readonly accuracy: number | undefined;
  readonly status: ModelStatus;
}

export interface Stage {
  readonly model: ModelId;
  /** Share of the inputs sent to it; in a mix the shares sum to 1. */
  readonly share: number;
}

export interface Recommendation {
  readonly kind: 'reference' | 'single' | 'mix';
  readonly stages: readonly Stage[];
}

export interface Guarantee {
  readonly delta: number;
  readonly confidence: number;
  /** Upper bound on the deviating share that the method claims for the recommendation; 0 for the reference itself. */
  readonly deviationUpperBound: number;
  /** Deviations seen from the recommended models, summed over them. */
  readonly deviations: number;
  /** Items compared, summed over the recommended models; for the reference the profiled items. */
  readonly items: number;
  readonly scope: Scope;
  readonly method: ProfileMethod;
  /** Whose promise this is. */
  readonly basis: 'paper';
}

/** An item on which a model's answer was not equivalent to the reference's. Texts are null where an answer was unusable. */
export interface Disagreement {
  readonly model: ModelId;
  readonly item: string;
  readonly input: string | undefined;
  readonly referenceAnswer: string | null;
  readonly answer: string | null;
  readonly gold: string | undefined;
}

export interface Savings {
  /** Reference cost over policy cost; in batch scope for the whole dataset, profiling included. Infinity when the policy costs nothing, 1 when nothing is paid either way. */
  readonly ratio: number;
  /** 95 % interval over the sampling of inputs, undefined with fewer than two items or where something costs nothing. */
  readonly interval: Interval | undefined;
}

export interface ProfileResult {
  readonly request: ProfileRequest;
  readonly recommendation: Recommendation;
  readonly guarantee: Guarantee;
  readonly referencePerCallUSD: number;
  readonly policyPerCallUSD: number;
  /** Cost of every answer the profile rests on, whether paid in this run or an earlier one that it resumed. */
  readonly profilingUSD: number;
  readonly savings: Savings;
  readonly models: readonly ModelReport[];
  readonly equivalence: { readonly name: EquivalenceName; readonly reason: string };
  readonly items: number;
  /** In the order of profiling, at most 200 per model: what a person looks at before trusting. */
  readonly disagreements: readonly Disagreement[];
  /** `decided`: the cheapest candidate left is settled. `not worth it`: more profiling would cost more than it can save. */
  readonly stopped: 'decided' | 'not worth it' | 'out of items' | 'spending cap';
  readonly warnings: readonly string[];
}

/** What a profile would come to if it ended now. */
export interface BestSoFar {
  readonly model: ModelId;
  readonly savings: Savings;
}

export type ProfileEvent =
  | {
      readonly type: 'progress';
      /** Items profiled so far. */
      readonly items: number;
      /** At most this many. */
      readonly itemLimit: number;
      readonly costUSD: number;
      readonly models: readonly ModelReport[];
      /** Absent: not told, or there is none. */
      readonly best?: BestSoFar | undefined;
    }
  | { readonly type: 'done'; readonly result: ProfileResult };
