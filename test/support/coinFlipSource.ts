import { SpendingCapError } from '../../src/core/calls/spendingCapError.ts';
import type { Equivalence } from '../../src/core/equivalence/equivalence.ts';
import type { ModelId } from '../../src/core/models/chatModel.ts';
import type { AnswerSource, Outcome, ProfileItem } from '../../src/core/profiling/answerSource.ts';
import { createRandom } from '../../src/core/random.ts';

/** A model whose every answer is an independent flip of a coin. */
export interface CoinModel {
  readonly id: ModelId;
  /** Of one call, in USD; with the item's place where inputs differ in length. */
  readonly costUSD: number | ((place: number) => number);
  /** Probability that it says what everyone agrees on. */
  readonly agreement: number;
  /** Probability that a call fails; 0 when absent. */
  readonly missing?: number;
}

export interface CoinFlipSource extends AnswerSource {
  /** Every call asked for, in order, whether it was answered or not. */
  readonly asked: readonly { readonly model: ModelId; readonly item: string }[];
}

/** The answer that all models tend towards; a gold label of the items. */
export const AGREED = 'agreed';

/** Rows with the ids 0, 1, 2, ... */
export function coinFlipItems(count: number): ProfileItem[] {
  return Array.from({ length: count }, (_, place) => ({ id: String(place), gold: AGREED }));
}

export const sameText: Equivalence = {
  name: 'exact',
  reason: 'asked for',
  equivalent: async (reference, candidate) => reference === candidate,
};

/**
 * Answers by seeded coin flips, drawn beforehand for every model and item: what a model says to an item does not depend on who else is asked, or
 * when. Costs count only answers, as real ones do. With a cap, a call that would break it is refused.
 */
export function coinFlipSource(
  models: readonly CoinModel[],
  options: { readonly seed: number; readonly items: number; readonly capUSD?: number },
): CoinFlipSource {
  const flips = new Map(models.map((model) => [model.id, flipsOf(model, options)]));
  const asked: { model: ModelId; item: string }[] = [];
  const capUSD = options.capUSD ?? Number.POSITIVE_INFINITY;
  let spentUSD = 0;
  return {
    asked,
    get costUSD() {
      return spentUSD;
    },
    async answer(model, item, signal) {
      signal.throwIfAborted();
      asked.push({ model, item: item.id });
      const outcome = flips.get(model)?.[Number(item.id)];
      if (!outcome) throw new RangeError(`no coin was flipped for ${model} on item ${item.id}`);
      if (outcome.kind === 'missing') return outcome;
      if (spentUSD + outcome.costUSD > capUSD)
        throw new SpendingCapError({ capUSD, spentUSD, neededUSD: outcome.costUSD });
      spentUSD += outcome.costUSD;
      return outcome;
    },
  };
}

function flipsOf(model: CoinModel, { seed, items }: { readonly seed: number; readonly items: number }): Outcome[] {
  const random = createRandom(
    Array.from(model.id).reduce((hash, letter) => (31 * hash + letter.charCodeAt(0)) % 2 ** 31, seed),
  );
  return Array.from({ length: items }, (_, place): Outcome => {
    const fails = random.uniform() < (model.missing ?? 0);
    const agrees = random.uniform() < model.agreement;
    if (fails) return { kind: 'missing', why: 'the coin said so' };
    return {
      kind: 'answered',
      text: agrees ? AGREED : `${model.id} differs`,
      costUSD: typeof model.costUSD === 'number' ? model.costUSD : model.costUSD(place),
      tokenProbability: undefined,
    };
  });
}
