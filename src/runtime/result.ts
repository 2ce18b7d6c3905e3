import type { ChatAnswer, ModelId } from '../core/models/chatModel.ts';
import type { TokenUsage } from '../core/models/usage.ts';

/** One call on the way an input took. */
export interface PathStep {
  readonly model: ModelId;
  /**
   * `passed on`: the answer was not sure enough, and the next stage was asked. `failed`: there was no answer. `embedded`: it was no stage, but gave the
   * input's embedding, which decides who is asked.
   */
  readonly outcome: 'kept' | 'passed on' | 'failed' | 'embedded';
  /** P(T) in [0, 1]; absent where it was not needed or the provider gave no log-probabilities. */
  readonly tokenProbability?: number | undefined;
  /** Absent for a failed stage. */
  readonly usage?: TokenUsage | undefined;
  /** In USD; undefined: unknown, for want of a price or because a failed attempt may have been billed. Never 0 for unknown. */
  readonly costUSD: number | undefined;
  /** Why a failed stage gave no answer. */
  readonly why?: string | undefined;
}

/** Why an answer was kept: nobody else was to be asked, the input's share fell to this stage, its score reached the threshold, or no stage was left. */
export type KeepReason = 'only stage' | 'share' | 'score' | 'last stage' | 'student';

export interface CascadeResult {
  readonly output: string;
  /** Who gave it. */
  readonly model: ModelId;
  /** `length`: cut off at the output limit. */
  readonly finish: ChatAnswer['finish'];
  /** All that were asked, in order; the last one's answer was kept. */
  readonly path: readonly PathStep[];
  /** What the decision rested on: the input's `chance`, and of the kept answer `tokenProbability`, `score` and `threshold` where it has them. */
  readonly signals: Readonly<Record<string, number>>;
  /** Of the whole path, in USD; undefined: unknown. */
  readonly costUSD: number | undefined;
  /** Of all answers on the path. */
  readonly usage: TokenUsage;
  readonly reason: KeepReason;
}

/** Undefined when any part is. */
export function pathCostUSD(path: readonly PathStep[]): number | undefined {
  return path.reduce<number | undefined>(
    (sum, { costUSD }) => (sum === undefined || costUSD === undefined ? undefined : sum + costUSD),
    0,
  );
}
