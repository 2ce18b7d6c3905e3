import { SpendingCapError } from '../../src/core/calls/spendingCapError.ts';
import { createEquivalence } from '../../src/core/equivalence/createEquivalence.ts';
import type { ModelId } from '../../src/core/models/chatModel.ts';
import type { AnswerSource, Outcome, ProfileItem } from '../../src/core/profiling/answerSource.ts';
import { createRandom } from '../../src/core/random.ts';

/** A model that finds hard inputs hard: it agrees with the reference with probability 1 - 2 x deviation x difficulty, the difficulty uniform in [0, 1]. */
export interface LatentModel {
  readonly id: ModelId;
  readonly costUSD: number;
  /** Mean deviation rate, at most 0.5. */
  readonly deviation: number;
  /** Its token probability is exactly its chance to agree; otherwise it gives none. */
  readonly certain?: boolean;
  /** Probability that a call fails. */
  readonly missing?: number;
}

export const REFERENCE = 'test/large';
export const LABELS = ['yes', 'no'];
export const byLabel = createEquivalence('label', { reason: 'asked for', labels: LABELS });

export interface LatentWorld {
  readonly items: readonly ProfileItem[];
  readonly source: AnswerSource & { readonly asked: ReadonlyMap<ModelId, number> };
  /** Does the model deviate on this item? */
  deviates(model: ModelId, item: ProfileItem): boolean;
}

/** Seeded, all drawn beforehand: what a model says does not depend on who else is asked, or when. The reference costs 1 and never fails unless said. */
export function latentWorld(
  models: readonly LatentModel[],
  options: {
    readonly seed: number;
    readonly items: number;
    readonly capUSD?: number;
    readonly referenceMissing?: number;
  },
): LatentWorld {
  const random = createRandom(options.seed);
  const items = Array.from(
    { length: options.items },
    (_, place): ProfileItem => ({ id: String(place), gold: undefined }),
  );
  const table = items.map(() => {
    const difficulty = random.uniform();
    const truth = random.uniform() < 0.5 ? 'yes' : 'no';
    const outcomes = new Map<ModelId, Outcome>();
    const lost = random.uniform() < (options.referenceMissing ?? 0);
    outcomes.set(REFERENCE, lost ? FAILED : { kind: 'answered', text: truth, costUSD: 1, tokenProbability: undefined });
    for (const model of models) outcomes.set(model.id, outcomeOf(model, difficulty, truth, random));
    return { truth, outcomes };
  });
  const asked = new Map<ModelId, number>();
  let spentUSD = 0;
  return {
    items,
    source: {
      asked,
      get costUSD() {
        return spentUSD;
      },
      async answer(model, item) {
        asked.set(model, (asked.get(model) ?? 0) + 1);
        const outcome = table[Number(item.id)]!.outcomes.get(model)!;
        if (outcome.kind === 'missing') return outcome;
        if (spentUSD + outcome.costUSD > (options.capUSD ?? Number.POSITIVE_INFINITY))
          throw new SpendingCapError({ capUSD: options.capUSD ?? 0, spentUSD, neededUSD: outcome.costUSD });
        spentUSD += outcome.costUSD;
        return outcome;
      },
    },
    deviates(model, item) {
      const { truth, outcomes } = table[Number(item.id)]!;
      const outcome = outcomes.get(model);
      return outcome?.kind === 'answered' && outcome.text !== truth;
    },
  };
}

const FAILED: Outcome = { kind: 'missing', why: 'the coin said so' };

function outcomeOf(model: LatentModel, difficulty: number, truth: string, random: { uniform(): number }): Outcome {
  const agreement = 1 - 2 * model.deviation * difficulty;
  const agrees = random.uniform() < agreement;
  const fails = random.uniform() < (model.missing ?? 0);
  if (fails) return FAILED;
  return {
    kind: 'answered',
    text: agrees ? truth : truth === 'yes' ? 'no' : 'yes',
    costUSD: model.costUSD,
    tokenProbability: model.certain ? agreement : undefined,
  };
}
