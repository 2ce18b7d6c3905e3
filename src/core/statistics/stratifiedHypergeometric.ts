import { checkCount } from './domains.ts';
import { checkSample, hypergeometricProbabilities, type Sample } from './hypergeometric.ts';

/**
 * The p-value of H0: more than `limit` marked items are still among those NOT drawn, summed over the strata.
 *
 * Assumed: each stratum is a simple random sample without replacement, independent of the others; their sizes do not depend on which items are
 * marked. What was found marked is put right, so with D_h marked items in stratum h, of which k_h were found, R = sum (D_h - k_h) is what counts.
 * R depends on the sample; the promise is P(R > limit and p <= x) <= x for every x in 0..1 and every D.
 *
 * Samples are ordered by T = sum k_h w_h with w_h = population_h / drawn_h, the Horvitz-Thompson estimate of all marked items, and
 * p = max P_D(T <= observed T) over all D that agree with the sample and leave R > limit. Proof of the promise: if R > limit, the true D is
 * among those D, hence p >= F(T) with F the true distribution function of T, and P(F(T) <= x) <= x. (The usual sup over the null, here a null that
 * shrinks to what the sample allows.) It is conservative because the true D is rarely the worst one, T is discrete, and equal values of T
 * that rounding tells apart are counted as equal.
 *
 * X_h grows stochastically with D_h and T with X_h, so of two D of which one is nowhere larger, that one has the larger tail. Hence only D with
 * R = limit + 1 matter, and a box of splits can be passed over when its lower corner is no worse than what was found already.
 * p grows with each k_h and falls as `limit` grows. One stratum: the hypergeometric tail with limit + 1 + k marked items.
 *
 * 0 when no more than `limit` items are undrawn. Time grows with limit x k for two strata, with limit^2 for three.
 * @throws RangeError for counts that do not fit together, or no stratum
 */
export function unsampledPValue(strata: readonly Sample[], limit: number): number {
  for (const sample of strata) checkSample(sample);
  checkCount('limit', limit);
  if (strata.length === 0) throw new RangeError('at least one stratum is needed, got none');
  const total = limit + 1;
  const parts = strata.map(({ population, drawn }) => ({ least: 0, most: population - drawn }));
  if (sum(parts.map(({ most }) => most)) < total) return 0;
  return worstSplit(parts, total, (split) => tailOf(strata, split));
}

/** What a stratum's part of the undrawn marked items may be. */
interface Part {
  readonly least: number;
  readonly most: number;
}

/**
 * The maximum of `tail`, which never grows with any part, over the ways to split `total`. Branch and bound: a box of splits
 * is no worse than its lower corner, and the half with the worse corner is looked at first.
 */
function worstSplit(parts: readonly Part[], total: number, tail: (split: readonly number[]) => number): number {
  let worst = 0;
  const boxOf = (wide: readonly Part[]) => {
    const box = tightened(wide, total);
    const corner = box.map(({ least }) => least);
    const left = total - sum(corner);
    return { box, left, bound: left < 0 ? 0 : tail(corner) };
  };
  const visit = ({ box, left, bound }: ReturnType<typeof boxOf>): void => {
    if (bound <= worst) return;
    if (left === 0) worst = bound;
    else
      for (const half of halves(box)
        .map(boxOf)
        .sort((a, b) => b.bound - a.bound))
        visit(half);
  };
  visit(boxOf(parts));
  return worst;
}

/** The same splits of `total` in the smallest box: a part must hold what the others cannot, and cannot hold what the others must. */
function tightened(parts: readonly Part[], total: number): Part[] {
  const spare = total - sum(parts.map(({ least }) => least));
  const lacking = total - sum(parts.map(({ most }) => most));
  return parts.map(({ least, most }) => ({
    least: Math.max(least, most + lacking),
    most: Math.min(most, least + spare),
  }));
}

/** Cut in two where it is widest. */
function halves(box: readonly Part[]): [Part[], Part[]] {
  const width = Math.max(...box.map(({ least, most }) => most - least));
  const place = box.findIndex(({ least, most }) => most - least === width);
  const cut = (half: (part: Part) => Part): Part[] => box.map((part, index) => (index === place ? half(part) : part));
  const middleOf = ({ least, most }: Part): number => Math.floor((least + most) / 2);
  return [cut((part) => ({ ...part, most: middleOf(part) })), cut((part) => ({ ...part, least: middleOf(part) + 1 }))];
}

/** P(T <= observed T) when `split` marked items are left undrawn, one part for each stratum. */
function tailOf(strata: readonly Sample[], split: readonly number[]): number {
  const observed = sum(strata.map((sample) => sample.marked * weightOf(sample)));
  // The slack makes equal totals equal although they were added up in another order: it can only enlarge the tail.
  const reach = observed + 1e-9 * (1 + observed);
  const tail = strata.reduceRight<Tail | undefined>((rest, sample, place) => {
    const weight = weightOf(sample);
    const urn = { ...sample, marked: sample.marked + (split[place] ?? 0) };
    const probabilities = hypergeometricProbabilities(weight === 0 ? 0 : Math.floor(reach / weight), urn);
    return rest ? addedTo(rest, probabilities, weight) : alone(probabilities, weight);
  }, undefined);
  return Math.min(1, tail?.(reach) ?? 0);
}

/** Horvitz and Thompson's: how many items of its stratum a drawn one stands for. */
function weightOf({ population, drawn }: Sample): number {
  return drawn === 0 ? 0 : population / drawn;
}

/** P(weighted sum of some strata <= reach). */
type Tail = (reach: number) => number;

function alone(probabilities: Float64Array, weight: number): Tail {
  let total = 0;
  const cumulative = probabilities.map((probability) => (total += probability));
  const last = cumulative.length - 1;
  return (reach) => cumulative[weight === 0 ? 0 : Math.min(last, Math.floor(reach / weight))] ?? 0;
}

function addedTo(rest: Tail, probabilities: Float64Array, weight: number): Tail {
  return (reach) => {
    let tail = 0;
    for (let count = 0; count < probabilities.length && count * weight <= reach; count++)
      tail += (probabilities[count] ?? 0) * rest(reach - count * weight);
    return tail;
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
