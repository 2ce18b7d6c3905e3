import { type AcceptRule, reaches, scoreOf } from './acceptRule.ts';
import type { AnswerReading, InputFacts, StageAnswer } from './signals.ts';

/** One model of a policy. */
export interface PolicyStage {
  readonly model: string;
  /** In a cascade, absent but on the last stage: asked for the sake of later signals only, its answer is never kept. */
  readonly accept?: AcceptRule | undefined;
  /** In a mix: the share of the inputs this model answers. */
  readonly share?: number | undefined;
}

/**
 * How an input is answered. `cascade`: the stages are asked in order until one's answer is kept; the last one's always is. `mix`: the input's
 * chance picks one stage. `single` and `reference`: there is one stage.
 */
export interface Policy {
  readonly kind: 'reference' | 'single' | 'mix' | 'cascade';
  readonly stages: readonly PolicyStage[];
}

export type Decision =
  | { readonly kind: 'ask'; readonly stage: number }
  | {
      readonly kind: 'keep';
      readonly stage: number;
      /** Score of the stage that was kept, where it has a rule. */
      readonly score?: number;
    };

/**
 * What a policy does next with an input: ask a stage, or keep an answer. Pure: the same input and answers, the same decision everywhere.
 *
 * @param answers of the stages asked so far, in the order they were asked; stages that were skipped are not among them
 * @throws RangeError for a policy without stages
 */
export function decide(
  policy: Policy,
  answers: readonly StageAnswer[],
  facts: InputFacts,
  reading: AnswerReading,
): Decision {
  const { stages, kind } = policy;
  const last = stages.length - 1;
  if (last < 0) throw new RangeError('a policy has at least one stage');
  if (kind === 'mix') {
    const stage = stageByShare(stages, facts.chance);
    return { kind: answers.length === 0 ? 'ask' : 'keep', stage };
  }
  const newest = answers.at(-1);
  if (!newest) return { kind: 'ask', stage: nextAsked(stages, 0, facts) };
  const stage = stages.findIndex(({ model }) => model === newest.model);
  if (stage === last) return { kind: 'keep', stage };
  const rule = stages[stage]?.accept;
  if (rule) {
    const score = scoreOf(rule, answers, facts, reading);
    if (reaches(rule, score, facts.chance)) return { kind: 'keep', stage, score };
  }
  return { kind: 'ask', stage: nextAsked(stages, stage + 1, facts) };
}

/** The first stage from `from` on that is not skipped because its model is not likely to know. */
function nextAsked(stages: readonly PolicyStage[], from: number, facts: InputFacts): number {
  const last = stages.length - 1;
  for (let stage = from; stage < last; stage++) {
    const { accept, model } = stages[stage] as PolicyStage;
    const knows = accept?.knows === undefined ? undefined : facts.knows?.(model);
    if (knows === undefined || knows >= (accept?.knows ?? 0)) return stage;
  }
  return last;
}

/** The stage whose stretch of [0, 1), laid out by shares, the chance falls into. */
export function stageByShare(stages: readonly PolicyStage[], chance: number): number {
  let end = 0;
  for (const [index, { share = 0 }] of stages.entries()) {
    end += share;
    if (chance < end) return index;
  }
  return stages.length - 1;
}
