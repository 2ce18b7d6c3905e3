import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import { checkCount, checkOpenRate } from './domains.ts';
import { stirlingError } from './stirlingError.ts';

/**
 * log of the evidence that a rate is below `delta`, after `deviations` in `items` trials; may be looked at after every one of them:
 *
 *   E = integral over q < delta of q^k (1-q)^(n-k) dPi(q) / (delta^k (1-delta)^(n-k)),
 *
 * Pi being Beta(1/2, 1/2) cut to [0, delta) and normalised there. "Certified when E >= 1 / alpha" errs with probability at most alpha,
 * whenever one stops, if each trial deviates with a conditional probability of at least delta given the trials before.
 *
 * Proof. For a single q < delta a trial multiplies the likelihood ratio by q / delta (deviates) or (1-q) / (1-delta) (agrees). Its conditional
 * mean is linear in the probability d of a deviation, with the slope q / delta - (1-q) / (1-delta) < 0, and 1 at d = delta: at most 1 for
 * all d >= delta. So the ratio, and its average over the fixed Pi, is a nonnegative supermartingale that starts at 1 under every rate of H0
 * at once, and Ville's inequality (1939; for such mixtures Robbins 1970) gives P(E >= 1 / alpha at some n) <= alpha.
 *
 * It needs no end known beforehand. Where there is one, `plannedLooks` is sharper, even with a look after every item.
 *
 * E falls with each deviation and rises with delta: in angles, delta = sin^2 t, it is the mean over u uniform on (0, 1) of
 * (sin ut / sin t)^2k (cos ut / cos t)^2(n-k), where both fractions grow with t, x cot x and -x tan x being decreasing.
 *
 * 0 without items. -Infinity does not occur.
 * @throws RangeError unless 0 <= deviations <= items are whole numbers and 0 < delta < 1
 */
export function logBetaMixture(deviations: number, items: number, delta: number): number {
  checkCount('items', items);
  checkCount('deviations', deviations, items);
  checkOpenRate('delta', delta);
  const priorMass = Math.log(2 * Math.asin(Math.sqrt(delta)));
  const a = deviations + 0.5;
  const b = items - deviations + 0.5;
  // Below the posterior's bulk the incomplete beta function underflows; its series, divided by delta^k (1-delta)^(n-k), does not.
  if (delta * (items + 1) <= a + 1) {
    return Math.log(risingSeries(a, items + 1, delta) / a) + 0.5 * Math.log(delta * (1 - delta)) - priorMass;
  }
  return Math.log(betaCdf(delta, a, b)) + logMixtureRatio(deviations, items, delta) - priorMass;
}

/**
 * Upper end of a one-sided confidence sequence for the rate: the smallest delta with E >= 1 / alpha. With probability at least 1 - alpha it is
 * at or above the true rate after every number of items at once. 1 when no delta is certified, as without items.
 */
export function anytimeUpperBound(deviations: number, items: number, alpha: number): number {
  checkCount('items', items);
  checkCount('deviations', deviations, items);
  checkOpenRate('alpha', alpha);
  if (deviations === items) return 1;
  const needed = -Math.log(alpha);
  // E <= 1 up to the observed rate, where the likelihood peaks.
  let tooLow = deviations / items;
  let enough = 1;
  while (true) {
    const middle = (tooLow + enough) / 2;
    if (middle <= tooLow || middle >= enough) return enough;
    if (logBetaMixture(deviations, items, middle) >= needed) enough = middle;
    else tooLow = middle;
  }
}

/** The mirror image: the lower end of a one-sided confidence sequence. */
export function anytimeLowerBound(deviations: number, items: number, alpha: number): number {
  return 1 - anytimeUpperBound(items - deviations, items, alpha);
}

/** sum over j >= 0 of delta^j (a+b)_j / (a+1)_j: B_delta(a, b) is delta^a (1-delta)^b / a times it (DLMF 8.17.8). Its terms fall from the start. */
function risingSeries(a: number, total: number, delta: number): number {
  let term = 1;
  let sum = 1;
  for (let j = 0; term > sum * 1e-17; j++) {
    term *= (delta * (total + j)) / (a + 1 + j);
    sum += term;
  }
  return sum;
}

/**
 * log of B(k + 1/2, n - k + 1/2) / (delta^k (1-delta)^(n-k)). By Stirling's formula with its errors put back the beta function is
 * sqrt(2 pi / m) (a/m)^k (b/m)^(n-k) with m = n + 1, and each power meets its counterpart before any logarithm is multiplied by n.
 */
function logMixtureRatio(deviations: number, items: number, delta: number): number {
  const a = deviations + 0.5;
  const b = items - deviations + 0.5;
  const m = items + 1;
  const excess = a - m * delta;
  // log1p: near the observed rate both quotients are near 1, and their logarithms nearly cancel.
  return (
    deviations * Math.log1p(excess / (m * delta)) +
    (items - deviations) * Math.log1p(-excess / (m * (1 - delta))) +
    0.5 * Math.log((2 * Math.PI) / m) +
    stirlingError(a) +
    stirlingError(b) -
    stirlingError(m)
  );
}
