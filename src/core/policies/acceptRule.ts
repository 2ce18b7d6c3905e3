import {
  type AnswerReading,
  type InputFacts,
  parseSignal,
  type Signal,
  type StageAnswer,
  signalValue,
} from './signals.ts';

/**
 * When a stage's answer is kept: its score reaches `atLeast`. The score is a log-odds that the answer agrees with the reference's, `bias` plus the
 * weighted signals; or, without weights, P(T) itself.
 */
export interface AcceptRule {
  /** Threshold on P(T), where that is the whole score. */
  readonly tokenProbability?: number | undefined;
  readonly score?:
    | {
        readonly atLeast: number;
        readonly bias: number;
        /** By signal name, see `signalName`. */
        readonly weights: Readonly<Record<string, number>>;
      }
    | undefined;
  /** Least P(IK); an input below it goes on to the next stage without this model being asked. */
  readonly knows?: number | undefined;
  /** Of inputs whose score is exactly the threshold, this share is kept: those with the smallest chance. Default 1. */
  readonly tieShare?: number | undefined;
}

/** Does the rule look at its model's P(IK)? */
export function usesKnows({ knows, score }: AcceptRule): boolean {
  return knows !== undefined || Object.keys(score?.weights ?? {}).some((name) => parseSignal(name)?.kind === 'knows');
}

/** The score that the rule compares with its threshold; negative infinity for an unusable answer, or where P(T) is the score and missing. */
export function scoreOf(
  rule: AcceptRule,
  answers: readonly StageAnswer[],
  facts: InputFacts,
  reading: AnswerReading,
): number {
  const answer = answers.at(-1);
  if (!answer || answer.text === null) return Number.NEGATIVE_INFINITY;
  if (!rule.score) return answer.tokenProbability ?? Number.NEGATIVE_INFINITY;
  let score = rule.score.bias;
  for (const [signal, weight] of weighted(rule.score.weights))
    score += weight * signalValue(signal, answers, facts, reading);
  return score;
}

type Weights = NonNullable<AcceptRule['score']>['weights'];
type WeightedSignals = readonly (readonly [Signal, number])[];

/** A rule decides many inputs, and its names are read once. */
const read = new WeakMap<Weights, WeightedSignals>();

function weighted(weights: Weights): WeightedSignals {
  const known = read.get(weights);
  if (known) return known;
  const signals = Object.entries(weights).flatMap(([name, weight]): [Signal, number][] => {
    const signal = parseSignal(name);
    return signal ? [[signal, weight]] : [];
  });
  read.set(weights, signals);
  return signals;
}

export function thresholdOf({ score, tokenProbability }: AcceptRule): number {
  return score?.atLeast ?? tokenProbability ?? Number.POSITIVE_INFINITY;
}

/** Is a score at `chance` on the keeping side of the rule's threshold? */
export function reaches(rule: AcceptRule, score: number, chance: number): boolean {
  const threshold = thresholdOf(rule);
  return score > threshold || (score === threshold && chance < (rule.tieShare ?? 1));
}
