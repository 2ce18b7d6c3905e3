import type { ModelId } from '../../models/chatModel.ts';
import { decide, type Policy } from '../../policies/cascade.ts';
import type { AnswerReading, StageAnswer } from '../../policies/signals.ts';
import type { SheetRow } from './answerSheet.ts';

/** What a policy does with a profiled row. */
export interface PolicyWalk {
  /** Whose answer is given; undefined: the reference's, or that of a model which did not answer this row. */
  readonly keptFrom: ModelId | undefined;
  /** The answer given differs from the reference's, or it is not known that it does not. */
  readonly deviates: boolean;
  /** Of the models asked on the way, the reference not counted. */
  readonly costUSD: number;
}

/** Decided by the very function that the runtime decides with, so that what is certified is what will run. */
export function walkPolicy(policy: Policy, row: SheetRow, reading: AnswerReading): PolicyWalk {
  const answers: StageAnswer[] = [];
  let costUSD = 0;
  for (;;) {
    const decision = decide(policy, answers, row.facts, reading);
    const model = policy.stages[decision.stage]?.model ?? '';
    const seen = row.answers.get(model);
    if (!seen) return { keptFrom: undefined, deviates: false, costUSD };
    if (decision.kind === 'keep') return { keptFrom: model, deviates: seen.deviates !== false, costUSD };
    answers.push(seen.answer);
    costUSD += seen.costUSD;
  }
}
