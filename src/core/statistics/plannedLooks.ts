import { type AlphaSpending, alphaIncrements, cumulativeAlpha } from './alphaSpending.ts';
import { logBinomialProbability } from './binomialProbability.ts';
import { mostDeviations } from './binomialTest.ts';
import { checkCount } from './domains.ts';
import { hypergeometricProbabilities, lastWhere, markedPValue } from './hypergeometric.ts';
import { type Boundary, type NullWorld, sequentialBoundaries } from './sequentialBoundaries.ts';

export interface Look {
  /** Items seen at this look. */
  readonly size: number;
  /** Certified at this look with at most so many deviations among them; -1: not at this look, whatever is seen. */
  readonly mostDeviations: number;
}

export interface PlannedLook extends Look {
  /** Part of the error level planned up to and with this look that is used: deviations are whole numbers, and the next one would be too many. */
  readonly partUsed: number;
}

/** Exact boundaries are worked out where they concern at most so many deviations; beyond, each look gets its own share of alpha. */
const EXACT_UP_TO = { stream: 2000, batch: 200 } as const;

/**
 * Looks at a growing sample of independent trials, planned beforehand, that certify "the rate is at most delta" with a total error of at most
 * alpha over all looks.
 *
 * The boundaries are exact: the probability under the rate delta that any look so far certifies, followed over (look, deviations), stays within
 * `cumulativeAlpha`, each boundary being the largest that does. That is never stricter than Bonferroni. A larger rate makes every
 * look's deviations larger (couple the trials) and so certifies less often: delta is the worst case of H0.
 *
 * @param sizes items at each look, growing, at least 1
 * @throws RangeError unless 0 < delta, alpha < 1 and the sizes grow
 */
export function plannedLooks(
  delta: number,
  sizes: readonly number[],
  alpha: number,
  spending: AlphaSpending,
): PlannedLook[] {
  const spent = cumulativeAlpha(alpha, sizes, spending);
  const most = mostDeviations(delta, sizes.at(-1) ?? 0, alpha);
  const boundaries =
    most > EXACT_UP_TO.stream
      ? alphaIncrements(alpha, sizes, spending).map((level, look) => ({
          boundary: level > 0 ? mostDeviations(delta, sizes[look] ?? 0, level) : -1,
          used: spent[look] ?? 0,
        }))
      : sequentialBoundaries([binomialWorld(delta, sizes, most)], spent, most);
  return looksAt(sizes, boundaries, spent);
}

/**
 * The same for a simple random sample without replacement that grows within a finite population: a look certifies "at most `limit` marked items are
 * among those not drawn yet". Marked items found are put right, so what counts at a look with k of them is D - k for D in the population.
 *
 * For a true D = limit + 1 + m a certificate with k deviations is false when k <= m. So for every m the probability that some look sees at most
 * min(its boundary, m) stays within the level. m need not go beyond the last look's boundary: from there on more marked items only make
 * every look's k larger.
 */
export function plannedBatchLooks(
  batch: { readonly population: number; readonly limit: number },
  sizes: readonly number[],
  alpha: number,
  spending: AlphaSpending,
): PlannedLook[] {
  checkCount('population', batch.population);
  checkCount('limit', batch.limit);
  const spent = cumulativeAlpha(alpha, sizes, spending);
  const last = sizes.at(-1) ?? 0;
  checkCount('the size of a look', last, batch.population);
  const most = mostUnsampledMarked(batch, last, alpha);
  const boundaries =
    most > EXACT_UP_TO.batch
      ? alphaIncrements(alpha, sizes, spending).map((level, look) => ({
          boundary: mostUnsampledMarked(batch, sizes[look] ?? 0, level),
          used: spent[look] ?? 0,
        }))
      : sequentialBoundaries(finiteWorlds(batch, sizes, most), spent, most);
  return looksAt(sizes, boundaries, spent);
}

/** A boundary beyond a look's size says no more than that all its items may deviate. */
function looksAt(sizes: readonly number[], boundaries: readonly Boundary[], spent: readonly number[]): PlannedLook[] {
  return sizes.map((size, look) => {
    const { boundary = -1, used = 0 } = boundaries[look] ?? {};
    const planned = spent[look] ?? 0;
    return { size, mostDeviations: Math.min(size, boundary), partUsed: planned > 0 ? Math.min(1, used / planned) : 0 };
  });
}

/** The most marked items in one sample that show, at the level, that at most `limit` are left undrawn. */
function mostUnsampledMarked(
  { population, limit }: { population: number; limit: number },
  drawn: number,
  level: number,
): number {
  return lastWhere(
    -1,
    drawn,
    (marked) => marked < 0 || markedPValue({ population, drawn, marked }, limit + marked) <= level,
  );
}

function binomialWorld(delta: number, sizes: readonly number[], most: number): NullWorld {
  const increments = sizes.map((size, look) => {
    const trials = size - (sizes[look - 1] ?? 0);
    return Array.from({ length: Math.min(trials, most) + 1 }, (_, count) =>
      Math.exp(logBinomialProbability(count, trials, delta)),
    );
  });
  return { worst: most, incrementsFrom: (_, look) => increments[look] ?? [] };
}

/** One for each D = limit + 1 + m. What is drawn next depends only on the look and on the marked items still undrawn, so it is shared. */
function finiteWorlds(
  batch: { population: number; limit: number },
  sizes: readonly number[],
  most: number,
): NullWorld[] {
  const { population, limit } = batch;
  const shared = sizes.map(() => new Map<number, Float64Array>());
  const incrementsWith = (undrawnMarked: number, look: number): Float64Array => {
    const before = sizes[look - 1] ?? 0;
    const drawn = (sizes[look] ?? 0) - before;
    const known = shared[look]?.get(undrawnMarked);
    if (known) return known;
    const urn = { population: population - before, marked: undrawnMarked, drawn };
    const increments = hypergeometricProbabilities(most, urn);
    shared[look]?.set(undrawnMarked, increments);
    return increments;
  };
  const worlds = Math.min(most, population - limit - 1) + 1;
  return Array.from({ length: Math.max(0, worlds) }, (_, m) => ({
    worst: m,
    incrementsFrom: (count, look) => incrementsWith(limit + 1 + m - count, look),
  }));
}
