import type { EquivalenceName } from '../equivalence/equivalence.ts';
import type { EquivalenceReason } from '../equivalence/equivalenceReason.ts';
import type { JsonField } from '../equivalence/jsonField.ts';
import type { Tolerance } from '../equivalence/numeric.ts';
import type { ModelId } from '../models/chatModel.ts';
import type { Policy, PolicyStage } from '../policies/cascade.ts';
import type { KnowsClassifier } from '../policies/knowsClassifier.ts';
import type { ReliabilityBin } from '../statistics/calibration.ts';
import type { Interval } from '../statistics/clopperPearson.ts';
import type { ProfileWarning } from './profileWarning.ts';
import type { StudentProjection } from './studentProjection.ts';

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

export const profileMethods = ['certified', 'smart-all', 'smart', 'smart-mix'] as const;
/** `certified`: cascades and mixes under a finite-sample guarantee. The others are SMART's methods as published. */
export type ProfileMethod = (typeof profileMethods)[number];
export type SmartMethod = Exclude<ProfileMethod, 'certified'>;
export const DEFAULT_METHOD: ProfileMethod = 'certified';

/** `batch`: a finite dataset, profiled rows count as answered. `stream`: future inputs drawn like the sample. */
export const scopes = ['stream', 'batch'] as const;
export type Scope = (typeof scopes)[number];

/**
 * `reference`: it itself. `open`: not decided. `satisfies`: shown to deviate at most delta. `too far off`: shown to deviate more.
 * `dearer`: not cheaper than the cheapest satisfying model, so not asked any more. `unpriced`: its price is not known, so it was never asked.
 * `failing`: none of its first calls gave an answer, so it is not asked any more. `used`: a certified policy asks it. `not needed`: no policy with it
 * was expected to cost less, so it is not asked any more.
 */
export type ModelStatus =
  | 'reference'
  | 'open'
  | 'satisfies'
  | 'too far off'
  | 'dearer'
  | 'unpriced'
  | 'failing'
  | 'used'
  | 'not needed';

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

export interface Stage extends PolicyStage {
  readonly model: ModelId;
  /** Share of the inputs that it answers: exact in a mix, as estimated in a cascade. The shares sum to 1. */
  readonly share: number;
}

/** A policy that can be run. */
export interface Recommendation extends Policy {
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
  /** Whose promise this is: the paper's, which fails more often than stated, or an exact test's on items that nothing was chosen on. */
  readonly basis: 'paper' | 'exact test';
  /** What the exact test was, so that anybody can compute the bound again from the counts. */
  readonly certificate?: Certificate | undefined;
}

/** An exact one-sided test of "the recommended policy deviates on more than delta", at looks planned beforehand. */
export interface Certificate {
  /** `binomial`: for inputs to come. `hypergeometric`: for the rows of a finite dataset, `population` of them, of which `limit` may deviate. */
  readonly test: 'binomial' | 'hypergeometric';
  readonly population?: number | undefined;
  readonly limit?: number | undefined;
  /** Error probability of this policy's path; over all paths they sum to 1 - confidence. */
  readonly alpha: number;
  /** The planned looks, and with how many deviations each certifies. */
  readonly looks: readonly { readonly items: number; readonly mostDeviations: number; readonly alphaShare: number }[];
  /** At which of them it was certified, from 0. */
  readonly look: number;
  /** Items on which models, scores and paths were chosen; none of them is among those certified on. */
  readonly warmUpItems: number;
  /** Ways to answer that were weighed, and those that were certified on. */
  readonly waysWeighed: number;
  readonly paths: readonly string[];
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

/** P(T) against agreement with the reference. */
export interface Calibration {
  readonly model: ModelId;
  readonly items: number;
  /** Area under the ROC curve, 0.5 for no information; undefined when all items agree, or none. */
  readonly areaUnderROC: number | undefined;
  /** Mean distance of stated from observed, weighted by items, over ten bins. */
  readonly expectedCalibrationError: number;
  readonly bins: readonly ReliabilityBin[];
}

/**
 * P(IK) of one model, with how well it tells agreement on rows it was not trained on and where both answers were asked for: rows after the warm-up where
 * anything is decided by it, those of the warm-up by cross-fitting where nothing is.
 */
export interface KnowsReport {
  readonly model: ModelId;
  readonly items: number;
  /** Area under the ROC curve, 0.5 for no information; undefined when all items agree, or none. */
  readonly areaUnderROC: number | undefined;
  /** undefined: it tells no more than chance would, and nothing is decided by it. */
  readonly classifier: KnowsClassifier | undefined;
}

/** The reference was asked a second time on some of the items. A delta below this rate cannot be met, not even by the reference. */
export interface SelfDeviation {
  /** Items on which both answers are there. */
  readonly items: number;
  readonly deviations: number;
}

/** What one of SMART's methods would have recommended on the answers that a profile got. */
export interface MethodComparison {
  readonly method: SmartMethod;
  readonly recommendation: Recommendation;
  /** As in `Savings.ratio`. */
  readonly savingsRatio: number;
  readonly policyPerCallUSD: number;
  /** By the paper's promise, which fails more often than stated. */
  readonly deviationUpperBound: number;
  /** Items that it used: the reference's answer to them is there. */
  readonly items: number;
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
  readonly equivalence: {
    readonly name: EquivalenceName;
    readonly reason: EquivalenceReason;
    /** The closed set of answers, where there is one. */
    readonly labels?: readonly string[] | undefined;
    readonly tolerance?: Tolerance | undefined;
    readonly fields?: readonly JsonField[] | undefined;
  };
  readonly items: number;
  /** How well each model's token probability tells its agreement with the reference; only models that give one. */
  readonly calibration?: readonly Calibration[] | undefined;
  /** Of each model for which P(IK) was learned, whether the policy uses it or not. */
  readonly knows?: readonly KnowsReport[] | undefined;
  /** How often the reference, asked twice, contradicts itself; absent where it could not be asked again, or was not to be. */
  readonly referenceSelfDeviation?: SelfDeviation | undefined;
  /** What SMART's methods make of the answers there are; absent unless asked for. */
  readonly comparison?: readonly MethodComparison[] | undefined;
  /** What a student in front of the recommendation would have done on the profiled rows; absent where outputs are no labels, and in batch scope. */
  readonly student?: StudentProjection | undefined;
  /** In the order of profiling, at most 200 per model: what a person looks at before trusting. */
  readonly disagreements: readonly Disagreement[];
  /** `decided`: the cheapest candidate left is settled. `not worth it`: more profiling would cost more than it can save. */
  readonly stopped: 'decided' | 'not worth it' | 'out of items' | 'spending cap';
  readonly warnings: readonly ProfileWarning[];
}

/** What a profile would come to if it ended now. */
export interface BestSoFar {
  readonly model: ModelId;
  readonly savings: Savings;
}

/** What the certified search expects from what it has seen: no promise. */
export interface Expectation {
  /** Of the way that looks best, in the order they are asked, the reference not among them. */
  readonly models: readonly ModelId[];
  /** The interval is one standard error to either side. */
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
      /** Certified search only; absent while nothing cheaper than the reference is in sight. */
      readonly expected?: Expectation | undefined;
    }
  | { readonly type: 'done'; readonly result: ProfileResult };
