import { binomialUpperTail, successesToReach } from './clopperPearson.ts';
import { checkCount, checkOpenRate } from './domains.ts';

/**
 * The exact one-sided binomial test of H0: rate >= delta, after `deviations` in `items` independent trials: P(Binomial(items, delta) <= deviations).
 * The tail falls with the rate, so delta is the worst case of H0, and under H0 the p-value is at most x with probability at most x, for every x.
 * It holds for one look whose size was fixed beforehand; looks: `plannedLooks`, `logBetaMixture`.
 *
 * 1 without items; below 1e-300 it may come out as 0.
 * @throws RangeError unless 0 <= deviations <= items are whole numbers and 0 < delta < 1
 */
export function binomialPValue(deviations: number, items: number, delta: number): number {
  checkCount('items', items);
  checkCount('deviations', deviations, items);
  checkOpenRate('delta', delta);
  // P(deviations <= k) = P(agreements >= n - k): the tail itself, not one minus its complement, which would lose all digits of a small one.
  return binomialUpperTail(items - deviations, items, 1 - delta);
}

/** The most deviations whose `binomialPValue` is at most `alpha`; -1 when even none are too many to show it with so few items. */
export function mostDeviations(delta: number, items: number, alpha: number): number {
  checkOpenRate('delta', delta);
  return items - successesToReach(1 - delta, items, alpha);
}
