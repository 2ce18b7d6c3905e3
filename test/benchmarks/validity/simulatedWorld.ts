import { decide, type Policy } from '../../../src/core/policies/cascade.ts';
import { chanceOf } from '../../../src/core/policies/chance.ts';
import type { AnswerReading, StageAnswer } from '../../../src/core/policies/signals.ts';
import type { AnswerSource, Outcome, ProfileItem } from '../../../src/core/profiling/answerSource.ts';
import { type Random, shuffled } from '../../../src/core/random.ts';

export const REFERENCE = 'reference';
const COST_USD = { reference: 0.02, cheap: 0.001 } as const;
const AGREED = 'agreed';
/** All models deviate in the same words, so that two of them agreeing proves little. */
const OTHER = 'other';
const reading: AnswerReading = { same: (one, other) => one === other };

/** What a cheap model says to each input: fixed before anything is asked. */
interface SimulatedModel {
  readonly id: string;
  readonly deviates: readonly boolean[];
  /** P(T) of each answer, uniform on [0, 1) and without any bearing on whether it deviates. */
  readonly tokenProbability: readonly number[];
}

/** Inputs, and cheap models each of which deviates on exactly so many of them. */
export class SimulatedWorld {
  readonly inputs: number;
  readonly models: readonly SimulatedModel[];

  constructor(inputs: number, deviations: number, options: { readonly models: number; readonly random: Random }) {
    this.inputs = inputs;
    const deviating = Array.from({ length: inputs }, (_, input) => input < deviations);
    this.models = Array.from({ length: options.models }, (_, place) => ({
      id: `cheap ${place}`,
      deviates: shuffled(deviating, options.random),
      tokenProbability: deviating.map(() => options.random.uniform()),
    }));
  }

  /** Does the policy's answer to the input differ from the reference's? */
  deviates(policy: Policy, input: number, seed: number): boolean {
    const answers: StageAnswer[] = [];
    const facts = { chance: chanceOf(seed, inputText(input)) };
    for (;;) {
      const decision = decide(policy, answers, facts, reading);
      const model = this.models.find(({ id }) => id === policy.stages[decision.stage]?.model);
      if (!model) return false;
      if (decision.kind === 'keep') return model.deviates[input] === true;
      answers.push({
        model: model.id,
        text: model.deviates[input] ? OTHER : AGREED,
        tokenProbability: model.tokenProbability[input],
      });
    }
  }

  /** Share of the inputs on which the policy deviates; of a mix, over all chances as well. */
  deviationRate(policy: Policy, seed: number): number {
    if (policy.kind === 'mix')
      return policy.stages.reduce(
        (sum, { share = 0, ...stage }) => sum + share * this.deviationRate({ kind: 'single', stages: [stage] }, seed),
        0,
      );
    let deviating = 0;
    for (let input = 0; input < this.inputs; input++) if (this.deviates(policy, input, seed)) deviating++;
    return deviating / this.inputs;
  }

  /** Profile items that show these inputs, in this order. */
  source(shown: readonly number[]): { items: ProfileItem[]; source: AnswerSource; referenced: ReadonlySet<number> } {
    const items = shown.map((input, place) => ({ id: String(place), input: inputText(input), gold: undefined }));
    const byId = new Map(this.models.map((model) => [model.id, model]));
    const referenced = new Set<number>();
    let spent = 0;
    const source: AnswerSource = {
      get costUSD() {
        return spent;
      },
      async answer(id, item): Promise<Outcome> {
        const input = shown[Number(item.id)] ?? 0;
        const model = byId.get(id);
        const costUSD = model ? COST_USD.cheap : COST_USD.reference;
        spent += costUSD;
        if (!model) referenced.add(input);
        const text = model?.deviates[input] ? OTHER : AGREED;
        return { kind: 'answered', text, costUSD, tokenProbability: model?.tokenProbability[input] };
      },
    };
    return { items, source, referenced };
  }
}

function inputText(input: number): string {
  return `input ${input}`;
}
