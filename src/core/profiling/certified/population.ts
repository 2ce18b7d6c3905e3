import { remembered } from '../../remembered.ts';
import { clopperPearsonLower, clopperPearsonUpper } from '../../statistics/clopperPearson.ts';
import { markedUpperBound } from '../../statistics/hypergeometric.ts';
import { type Look, type PlannedLook, plannedBatchLooks, plannedLooks } from '../../statistics/plannedLooks.ts';

/**
 * What the promise is about. `stream`: inputs to come, drawn like the sample; their deviation rate may be `delta`. `batch`: the `rows` of a finite dataset that
 * the warm-up left, of which `limit` may deviate in the end; those that are certified on are answered by the reference and deviate no more.
 */
export type Population =
  | { readonly scope: 'stream'; readonly delta: number }
  | { readonly scope: 'batch'; readonly rows: number; readonly limit: number };

/** Part of alpha that a mix in batch scope spends on the chance by which rows are split. */
const SPLIT_PART = 0.15;

/**
 * The most deviations with which a policy is certified at each look, all looks together erring with probability at most alpha.
 * @param spending the part of alpha for each look
 */
export function looksAt(
  population: Population,
  sizes: readonly number[],
  alpha: number,
  spending: readonly number[],
): PlannedLook[] {
  return population.scope === 'stream'
    ? plannedLooks(population.delta, sizes, alpha, spending)
    : plannedBatchLooks({ population: population.rows, limit: population.limit }, sizes, alpha, spending);
}

/** Looks that together err with probability at most `alpha`. */
export interface LookPlan {
  readonly alpha: number;
  readonly looks: readonly PlannedLook[];
}

/** More than a config's digits can take from a level. */
const ROUNDING = 1e-7;

/**
 * The looks of an error level, and the least level that has them: deviations are whole numbers, and the test leaves what does not reach for one more. Where
 * nothing fits, the level is left as it is.
 */
export function lookPlan(
  population: Population,
  { sizes, spending }: { readonly sizes: readonly number[]; readonly spending: readonly number[] },
  most: number,
): LookPlan {
  const looks = looksAt(population, sizes, most, spending);
  const used = Math.max(...looks.map(({ partUsed }) => partUsed)) || 1;
  return { looks, alpha: most * Math.min(1, used * (1 + ROUNDING)) };
}

/** The planned boundary; of a look that came short of items, what this look's own part of the error level allows among those there are. */
export function allowedAmong(
  items: number,
  planned: Look | undefined,
  { population, level }: { readonly population: Population; readonly level: number },
): number {
  if (!planned || items === 0) return -1;
  return items === planned.size
    ? planned.mostDeviations
    : (looksAt(population, [items], level, [1])[0]?.mostDeviations ?? -1);
}

/** Upper bound on the share of all answers that deviate, from one look; at most 1. */
export function deviationBound(
  population: Population,
  seen: { readonly items: number; readonly deviations: number },
  alpha: number,
  totalRows: number,
): number {
  const { items, deviations } = seen;
  if (population.scope === 'stream') return clopperPearsonUpper(deviations, items, alpha);
  const marked = markedUpperBound({ population: population.rows, drawn: items, marked: deviations }, alpha);
  return Math.min(1, (marked - deviations) / totalRows);
}

export interface CertifiedShare {
  /** Share of the inputs that may go to the model; 1: all of them. */
  readonly share: number;
  /** Upper bound on the share of all answers that deviate then. */
  readonly deviationUpperBound: number;
}

/**
 * The largest share of inputs, chosen by chance, that may go to a model which deviated on so many of the items it was compared on.
 *
 * Stream: share x rate <= share x U <= delta, U the Clopper-Pearson bound at alpha. Batch: of the rows left at most U deviate, with error 0.85 alpha
 * (hypergeometric bound); the deviating ones among those sent are Binomial(U, share), and more than the limit with probability at most 0.15 alpha.
 */
export function certifiedShare(
  population: Population,
  seen: { readonly items: number; readonly deviations: number },
  alpha: number,
  totalRows: number,
): CertifiedShare {
  const { items, deviations } = seen;
  if (population.scope === 'stream') {
    const bound = clopperPearsonUpper(deviations, items, alpha);
    const share = Math.min(1, population.delta / bound);
    return { share, deviationUpperBound: share * bound };
  }
  const { rows, limit } = population;
  const marked = markedUpperBound({ population: rows, drawn: items, marked: deviations }, alpha * (1 - SPLIT_PART));
  const left = marked - deviations;
  if (left <= limit) return { share: 1, deviationUpperBound: left / totalRows };
  return { share: clopperPearsonLower(limit + 1, left, alpha * SPLIT_PART), deviationUpperBound: limit / totalRows };
}

/** `certifiedShare` for one profile, remembering its answers: planning asks about the same few counts again and again. */
export function rememberedShares(): typeof certifiedShare {
  const known = new Map<string, CertifiedShare>();
  return (population, seen, alpha, totalRows) => {
    const left = population.scope === 'batch' ? `${population.rows} ${population.limit}` : population.delta;
    const key = `${left} ${seen.items} ${seen.deviations} ${alpha} ${totalRows}`;
    return remembered(known, key, () => certifiedShare(population, seen, alpha, totalRows));
  };
}
