import type { Equivalence } from '../../src/core/equivalence/equivalence.ts';
import { decide, type Policy } from '../../src/core/policies/cascade.ts';
import type { InputFacts, StageAnswer } from '../../src/core/policies/signals.ts';
import type { RecordedItem } from '../../src/providers/recording.ts';

/** A policy's answer to a recorded item: what it cost, and whether it says something else than the reference. */
export function answerItem(
  policy: Policy,
  item: RecordedItem,
  how: { readonly reference: string; readonly equivalence: Equivalence; readonly facts: InputFacts },
): { readonly costUSD: number; readonly referenceUSD: number; readonly deviates: boolean } {
  const { reference, equivalence, facts } = how;
  const referenceOutcome = outcomeOf(item, reference);
  const answers: StageAnswer[] = [];
  let costUSD = 0;
  for (;;) {
    const decision = decide(policy, answers, facts, equivalence);
    const model = policy.stages[decision.stage]?.model ?? '';
    const outcome = outcomeOf(item, model);
    if (decision.kind === 'keep') {
      const deviates = model !== reference && differs(outcome.text, referenceOutcome.text, equivalence);
      return { costUSD, referenceUSD: referenceOutcome.costUSD, deviates };
    }
    answers.push({ model, text: outcome.text, tokenProbability: outcome.tokenProbability });
    costUSD += outcome.costUSD;
  }
}

/** Stretches of [0, 1) in which every chance has a policy decide alike: one of each, and its length. Means over inputs' chances are exact with them. */
export function chanceStretches({ kind, stages }: Policy): { readonly chance: number; readonly weight: number }[] {
  let sent = 0;
  const ends = stages.map(({ share = 0, accept }) => {
    sent += share;
    return kind === 'mix' ? sent : (accept?.tieShare ?? 1);
  });
  const cuts = [...new Set([0, ...ends.filter((end) => end > 0 && end < 1), 1])].sort((a, b) => a - b);
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index] as number;
    return { chance: (start + end) / 2, weight: end - start };
  });
}

export function differs(text: string | null, referenceText: string | null, { same }: Equivalence): boolean {
  return text === null || referenceText === null || !same?.(referenceText, text);
}

/** @throws RangeError where the recording has no answer: truth would be a guess */
export function outcomeOf(item: RecordedItem, model: string) {
  const outcome = item.answers.get(model);
  if (outcome?.kind !== 'answered') throw new RangeError(`item ${item.id} has no answer of ${model}`);
  return outcome;
}
