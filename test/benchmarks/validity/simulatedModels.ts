import type { AnswerSource, Outcome, ProfileItem } from '../../../src/core/profiling/answerSource.ts';
import { type Random, shuffled } from '../../../src/core/random.ts';

export const REFERENCE = 'reference';
const COST_USD = { reference: 0.02, cheap: 0.001 } as const;

/** What a cheap model would say to each item: fixed before anything is asked. */
export interface SimulatedModel {
  readonly id: string;
  readonly deviates: readonly boolean[];
  /** P(T) of each answer, uniform on [0, 1) and without any bearing on whether it deviates. */
  readonly tokenProbability: readonly number[];
}

/** Every item is an independent trial. */
export function independentModel(id: string, rate: number, items: number, random: Random): SimulatedModel {
  return simulated(
    id,
    Array.from({ length: items }, () => random.uniform() < rate),
    random,
  );
}

/** Exactly so many of the items deviate, in random places. */
export function countedModel(id: string, deviations: number, items: number, random: Random): SimulatedModel {
  return simulated(
    id,
    shuffled(
      Array.from({ length: items }, (_, place) => place < deviations),
      random,
    ),
    random,
  );
}

function simulated(id: string, deviates: readonly boolean[], random: Random): SimulatedModel {
  return { id, deviates, tokenProbability: deviates.map(() => random.uniform()) };
}

export function simulatedItems(count: number): ProfileItem[] {
  return Array.from({ length: count }, (_, place) => ({ id: String(place), gold: undefined }));
}

export interface SimulatedSource extends AnswerSource {
  /** Items the reference has answered. */
  readonly referenced: ReadonlySet<string>;
}

export function simulatedSource(models: readonly SimulatedModel[]): SimulatedSource {
  const byId = new Map(models.map((model) => [model.id, model]));
  const referenced = new Set<string>();
  let spent = 0;
  return {
    referenced,
    get costUSD() {
      return spent;
    },
    async answer(id, item): Promise<Outcome> {
      if (id === REFERENCE) {
        referenced.add(item.id);
        spent += COST_USD.reference;
        return { kind: 'answered', text: 'agreed', costUSD: COST_USD.reference, tokenProbability: undefined };
      }
      const model = byId.get(id);
      if (!model) throw new RangeError(`no model ${id} in the simulation`);
      spent += COST_USD.cheap;
      return {
        kind: 'answered',
        text: model.deviates[Number(item.id)] ? `${id} differs` : 'agreed',
        costUSD: COST_USD.cheap,
        tokenProbability: model.tokenProbability[Number(item.id)],
      };
    },
  };
}
