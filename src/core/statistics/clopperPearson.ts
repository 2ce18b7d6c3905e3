import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { checkCount, checkOpenRate, checkRate } from './domains.ts';

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Exact two-sided interval for a binomial rate (Clopper and Pearson 1934): each end errs with probability at most (1 - confidence) / 2.
 * Without trials the interval is [0, 1].
 *
 * @param successes whole number, 0 <= successes <= trials
 * @param confidence 0 < confidence < 1
 * @throws RangeError outside these domains
 */
export function clopperPearsonInterval(successes: number, trials: number, confidence: number): Interval {
  checkOpenRate('confidence', confidence);
  const tail = (1 - confidence) / 2;
  return { lower: clopperPearsonLower(successes, trials, tail), upper: clopperPearsonUpper(successes, trials, tail) };
}

/** One-sided lower bound: lies above the true rate with probability at most `alpha`. 0 when there were no successes. */
export function clopperPearsonLower(successes: number, trials: number, alpha: number): number {
  checkCounts(successes, trials, alpha);
  return successes === 0 ? 0 : betaQuantile(alpha, successes, trials - successes + 1);
}

/** One-sided upper bound: lies below the true rate with probability at most `alpha`. The mirror image of the lower bound of the failures. */
export function clopperPearsonUpper(successes: number, trials: number, alpha: number): number {
  return 1 - clopperPearsonLower(trials - successes, trials, alpha);
}

/**
 * Is `clopperPearsonLower(successes, trials, alpha) >= rate`? The same question asked of the binomial tail, P(Binomial(trials, rate) >= successes)
 * <= alpha, which is some ten times faster than inverting it.
 */
export function lowerBoundReaches(rate: number, successes: number, trials: number, alpha: number): boolean {
  checkCounts(successes, trials, alpha);
  checkRate(rate);
  if (successes === 0) return rate === 0;
  // A binomial reaches the whole part of its mean at least half the time: no tail need be computed on this side.
  if (alpha < 0.5 && successes <= Math.floor(trials * rate)) return false;
  return binomialUpperTail(successes, trials, rate) <= alpha;
}

/** P(Binomial(trials, rate) >= successes), through the incomplete beta function; 1 for successes <= 0, 0 for successes > trials. */
export function binomialUpperTail(successes: number, trials: number, rate: number): number {
  checkRate(rate);
  if (successes <= 0) return 1;
  if (successes > trials) return 0;
  return betaCdf(rate, successes, trials - successes + 1);
}

/**
 * The fewest successes in `trials` whose lower bound reaches `rate`; `trials + 1` when even all of them do not.
 * The bound grows with the successes, so: a guess from the Normal approximation, steps that double until it is bracketed, then bisection.
 */
export function successesToReach(rate: number, trials: number, alpha: number): number {
  checkCounts(0, trials, alpha);
  checkRate(rate);
  const reaches = (successes: number): boolean =>
    successes > trials || (successes >= 0 && lowerBoundReaches(rate, successes, trials, alpha));
  const spread = Math.sqrt(trials * rate * (1 - rate));
  let tooFew = Math.min(trials, Math.max(-1, Math.floor(trials * rate + spread)));
  let enough = Math.min(trials + 1, Math.ceil(trials * rate + 3 * spread) + 1);
  for (let step = 1; tooFew >= 0 && reaches(tooFew); step *= 2) {
    enough = tooFew;
    tooFew = Math.max(-1, tooFew - step);
  }
  for (let step = 1; !reaches(enough); step *= 2) {
    tooFew = enough;
    enough = Math.min(trials + 1, enough + step);
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (reaches(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

function checkCounts(successes: number, trials: number, alpha: number): void {
  checkCount('trials', trials);
  checkCount('successes', successes, trials);
  checkOpenRate('alpha', alpha);
}
