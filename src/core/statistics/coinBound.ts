import gammaln from '@stdlib/math-base-special-gammaln';
import betaCdf from '@stdlib/stats-base-dists-beta-cdf';

/**
 * How many tosses there can have been of a coin with known chance of heads, when only its heads were seen: an upper bound that holds
 * for all times at once with probability >= `confidence`, however the moment of each toss was chosen.
 *
 * Among n tosses with k heads, E = (integral over q < chance of q^k (1-q)^(n-k) dBeta(1/2, 1/2)(q), normalised) / (chance^k
 * (1-chance)^(n-k)) is a nonnegative martingale that starts at 1, so by Ville's inequality it ever reaches 1 / (1 - confidence) with
 * probability at most 1 - confidence (Robbins 1970; Howard et al. 2021, section 3.2). The bound is the largest n at which it has not.
 */
export interface CoinBound {
  /** @param heads whole number >= 0; @returns a whole number >= heads */
  mostTosses(heads: number): number;
}

/** @throws RangeError unless 0 < chance < 1 and 0 < confidence < 1 */
export function createCoinBound(chance: number, confidence: number): CoinBound {
  if (!(0 < chance && chance < 1)) throw new RangeError(`chance must lie strictly between 0 and 1, got ${chance}`);
  if (!(0 < confidence && confidence < 1))
    throw new RangeError(`confidence must lie strictly between 0 and 1, got ${confidence}`);
  const limit = -Math.log(1 - confidence);
  const logPrior = Math.log(betaCdf(chance, 0.5, 0.5));
  const known: number[] = [];
  const excluded = (heads: number, tosses: number): boolean => {
    const tails = tosses - heads;
    const logMixture = logBeta(heads + 0.5, tails + 0.5) - logBeta(0.5, 0.5);
    const logInside = Math.log(betaCdf(chance, heads + 0.5, tails + 0.5)) - logPrior;
    return logMixture + logInside - heads * Math.log(chance) - tails * Math.log1p(-chance) >= limit;
  };
  const search = (heads: number): number => {
    // Up to heads / chance tosses there are not too few heads, so nothing is excluded; beyond, evidence only grows.
    let possible = Math.max(heads, Math.floor(heads / chance));
    let step = 1;
    while (!excluded(heads, possible + step)) {
      possible += step;
      step *= 2;
    }
    for (; step > 1; step /= 2) if (!excluded(heads, possible + step / 2)) possible += step / 2;
    return possible;
  };
  return {
    mostTosses(heads) {
      if (!Number.isInteger(heads) || heads < 0)
        throw new RangeError(`heads must be a whole number >= 0, got ${heads}`);
      known[heads] ??= search(heads);
      return known[heads];
    },
  };
}

function logBeta(a: number, b: number): number {
  return gammaln(a) + gammaln(b) - gammaln(a + b);
}
