import { checkCount, checkOpenRate } from './domains.ts';
import { checkSample, lastWhere, logHypergeometricProbability, type Sample } from './hypergeometric.ts';

/**
 * log of the evidence that fewer than `total` items of a finite population are marked, while it is drawn without replacement one by one;
 * may be looked at after every draw. E is the mean likelihood of 0, 1, .., total - 1 marked items over the likelihood of `total`:
 *
 *   E(M) = 1/M sum over j < M of L(j) / L(M),   L(j) = C(N-n, j-k) / C(N, j) for k marked among n drawn of N.
 *
 * For M = the true number E is a mean of likelihood ratios: a nonnegative martingale that starts at 1, but for samples impossible with M, at whose
 * expense it can only lose. By Ville's inequality P(E >= 1/alpha at some draw) <= alpha. It is the prior-posterior ratio martingale of Waudby-Smith
 * and Ramdas ("Confidence sequences for sampling without replacement", NeurIPS 2020, the hypergeometric case) for a uniform prior, the
 * beta-binomial of (1, 1), here cut to the numbers below M, which makes it one-sided. For a true number above M it is a supermartingale: a
 * draw multiplies L(j) / L(M) by (j-k) / (M-k) or (R-j+k) / (R-M+k), R being the undrawn items, with mean 1 if M - k of them are marked and less if
 * more are.
 *
 * E rises with M. Proof: let J be uniform below M, and J' = J + 1 with probability (J+1) / (M+1), else J; then J' is uniform below M + 1. So
 * E(M+1) >= E(M) if (M-j) + (j+1) r(j) >= (M+1) r(M) for j < M, where r(j) = L(j+1) / L(j); that is, if (j+1) r(j) - j does not grow
 * with j. In x = j + 1 it is 1 + k + k^2/(x-k) (1 - c/(N+1-x)) - (x+k) c/(N+1-x) with c = n - k: falling terms only.
 *
 * 0 without draws; Infinity when `total` marked items contradict the sample for leaving too few unmarked, -Infinity when for being too few.
 * @throws RangeError unless 1 <= total <= population and the sample's counts fit together
 */
export function logFiniteMixture(sample: Sample, total: number): number {
  checkSample(sample);
  checkCount('total', total, sample.population);
  if (total === 0) throw new RangeError('total must be at least 1: fewer than 0 marked items cannot be shown');
  const { population, drawn, marked } = sample;
  if (total < marked) return Number.NEGATIVE_INFINITY;
  if (total > population - drawn + marked) return Number.POSITIVE_INFINITY;
  const mode = drawn === 0 ? population : ((population + 1) * marked) / drawn;
  if (total < mode) return Math.log(likelihoodsBelow(sample, total) / total);
  // Over all j from 0 to N the probabilities of k among n drawn add up to (N+1) / (n+1): with a uniform prior every k is equally likely.
  const logAll =
    Math.log((population + 1) / (drawn + 1)) -
    logHypergeometricProbability(marked, { population, drawn, marked: total });
  const from = likelihoodsFrom(sample, total);
  // log1p and the quotient in logarithms, since the whole sum may be beyond a double.
  return logAll + Math.log1p(-from * Math.exp(-logAll)) - Math.log(total);
}

/**
 * Upper end of a one-sided confidence sequence for the marked items of the population: the most whose E is under 1 / alpha. With probability at
 * least 1 - alpha it is at or above the true number after every draw at once. So are the marked items not drawn yet, after taking off those found.
 */
export function anytimeMarkedUpperBound(sample: Sample, alpha: number): number {
  checkSample(sample);
  checkOpenRate('alpha', alpha);
  const needed = -Math.log(alpha);
  return lastWhere(sample.marked, sample.population - sample.drawn + sample.marked, (total) =>
    total <= sample.marked ? true : logFiniteMixture(sample, total) < needed,
  );
}

/** sum over j < total of L(j) / L(total), downwards; the terms fall below the likeliest number. */
function likelihoodsBelow({ population, drawn, marked }: Sample, total: number): number {
  let term = 1;
  let sum = 0;
  for (let j = total; j > marked; j--) {
    term *= ((j - marked) / j) * ((population - j + 1) / (population - j + 1 - drawn + marked));
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum;
}

/** sum over j >= total of L(j) / L(total), upwards; the terms fall above the likeliest number. */
function likelihoodsFrom({ population, drawn, marked }: Sample, total: number): number {
  let term = 1;
  let sum = 1;
  for (let j = total; j < population - drawn + marked; j++) {
    term *= ((j + 1) / (j + 1 - marked)) * ((population - j - drawn + marked) / (population - j));
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum;
}
