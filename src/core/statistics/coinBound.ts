import { logBetaMixture } from './betaMixture.ts';
import { checkCount, checkOpenRate } from './domains.ts';

/**
 * How many tosses there can have been of a coin with known chance of heads, when only its heads were seen: an upper bound that holds
 * for all times at once with probability >= `confidence`, however the moment of each toss was chosen.
 *
 * The evidence that the coin is less likely to show heads than it is (`logBetaMixture`) ever reaches 1 / (1 - confidence) with
 * probability at most 1 - confidence. The bound is the largest number of tosses at which it has not.
 */
export interface CoinBound {
  /** @param heads whole number >= 0; @returns a whole number >= heads */
  mostTosses(heads: number): number;
}

/** @throws RangeError unless 0 < chance < 1 and 0 < confidence < 1 */
export function createCoinBound(chance: number, confidence: number): CoinBound {
  checkOpenRate('chance', chance);
  checkOpenRate('confidence', confidence);
  const limit = -Math.log(1 - confidence);
  const known: number[] = [];
  const excluded = (heads: number, tosses: number): boolean => logBetaMixture(heads, tosses, chance) >= limit;
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
      checkCount('heads', heads);
      known[heads] ??= search(heads);
      return known[heads];
    },
  };
}
