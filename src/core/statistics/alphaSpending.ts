import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { checkCount, checkOpenRate } from './domains.ts';

/**
 * How an error level is spent over looks planned beforehand: `obrien-fleming`, little at first and most at the end, or a share for each look
 * (>= 0, together at most 1).
 */
export type AlphaSpending = 'obrien-fleming' | readonly number[];

/**
 * What may have been spent by each look, the last value being alpha (or alpha times the shares' sum).
 *
 * `obrien-fleming` is the spending function 2 - 2 Phi(z / sqrt t) of Lan and DeMets (1983, their alpha*_1) at the information fraction t = size / last
 * size, where Phi(z) = 1 - alpha / 2. The looks' sizes, and the level, must not depend on what is seen.
 *
 * @param sizes items at each look, growing
 */
export function cumulativeAlpha(alpha: number, sizes: readonly number[], spending: AlphaSpending): number[] {
  checkOpenRate('alpha', alpha);
  checkSizes(sizes);
  if (spending !== 'obrien-fleming') return cumulativeShares(alpha, sizes, spending);
  const last = sizes.at(-1) ?? 0;
  const quantile = lowerQuantile(alpha / 2);
  // The lower tail keeps the digits of the tiny first amounts. At t = 1 it is alpha but for rounding, which must not overspend.
  return sizes.map((size) =>
    size === last ? alpha : Math.min(alpha, 2 * normalCdf(quantile / Math.sqrt(size / last), 0, 1)),
  );
}

/** The part of alpha each look may use by itself (Bonferroni): the differences of `cumulativeAlpha`. */
export function alphaIncrements(alpha: number, sizes: readonly number[], spending: AlphaSpending): number[] {
  const spent = cumulativeAlpha(alpha, sizes, spending);
  return spent.map((amount, look) => amount - (spent[look - 1] ?? 0));
}

function cumulativeShares(alpha: number, sizes: readonly number[], shares: readonly number[]): number[] {
  if (shares.length !== sizes.length)
    throw new RangeError(`there must be a share for each of ${sizes.length} looks, got ${shares.length}`);
  let sum = 0;
  return shares.map((share) => {
    if (!(share >= 0)) throw new RangeError(`a share of alpha must be >= 0, got ${share}`);
    sum += share;
    // Decimal shares may add up to a last bit over 1.
    if (sum > 1 + 1e-12) throw new RangeError(`the shares of alpha must add up to at most 1, got ${shares.join(', ')}`);
    return alpha * Math.min(1, sum);
  });
}

function checkSizes(sizes: readonly number[]): void {
  for (const [look, size] of sizes.entries()) {
    checkCount('the size of a look', size);
    if (size <= (sizes[look - 1] ?? 0))
      throw new RangeError(`looks must grow from at least 1 item, got ${sizes.join(', ')}`);
  }
}

/** The z with Phi(z) = tail, 0 < tail < 1/2, by bisection. Phi(-38) is the smallest normal double. */
function lowerQuantile(tail: number): number {
  let low = -38;
  let high = 0;
  while (true) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return low;
    if (normalCdf(middle, 0, 1) > tail) high = middle;
    else low = middle;
  }
}
