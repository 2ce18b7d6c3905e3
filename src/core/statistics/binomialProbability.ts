import { checkCount, checkRate } from './domains.ts';
import { stirlingError } from './stirlingError.ts';

/**
 * log P(Binomial(trials, rate) = successes), -Infinity where that is impossible. Loader's saddle-point form ("Fast and accurate computation of
 * binomial probabilities", 2000, the algorithm behind R's dbinom): no large numbers are subtracted from each other, so it is good to a relative
 * 1e-13 up to 10^6 trials and more.
 */
export function logBinomialProbability(successes: number, trials: number, rate: number): number {
  checkCount('trials', trials);
  checkCount('successes', successes, trials);
  checkRate(rate);
  const failures = trials - successes;
  if (rate === 0 || rate === 1) return (rate === 0 ? successes : failures) === 0 ? 0 : Number.NEGATIVE_INFINITY;
  // log1p, since 1 - rate loses a small rate's digits before the logarithm multiplies them by the trials.
  if (successes === 0) return trials * Math.log1p(-rate);
  if (failures === 0) return trials * Math.log(rate);
  return (
    stirlingError(trials) -
    stirlingError(successes) -
    stirlingError(failures) -
    divergence(successes, trials * rate) -
    divergence(failures, trials * (1 - rate)) +
    0.5 * Math.log(trials / (2 * Math.PI * successes * failures))
  );
}

/** x log(x / mean) + mean - x for x, mean > 0: Loader's deviance term. Near x = mean everything cancels but the series' small terms. */
function divergence(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - difference;
  // With v = difference / (x + mean): log(x / mean) = 2 (v + v^3/3 + v^5/5 + ..), and x = mean (1 + v) / (1 - v).
  const v = difference / (x + mean);
  let sum = difference * v;
  let power = 2 * x * v;
  for (let odd = 3; ; odd += 2) {
    power *= v * v;
    const next = sum + power / odd;
    if (next === sum) return sum;
    sum = next;
  }
}
