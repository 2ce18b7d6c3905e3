import { logBetaMixture } from '../../../src/core/statistics/betaMixture.ts';
import { mostDeviations } from '../../../src/core/statistics/binomialTest.ts';
import { logFiniteMixture } from '../../../src/core/statistics/finiteMixture.ts';
import { lastWhere } from '../../../src/core/statistics/hypergeometric.ts';
import type { Look } from '../../../src/core/statistics/plannedLooks.ts';

/**
 * Draws items one by one and looks as planned: is there ever a certificate that is false?
 * @param falseUpTo a certificate with more deviations than this is true after all
 */
export function everCertifies(looks: readonly Look[], deviates: () => boolean, falseUpTo = Number.POSITIVE_INFINITY) {
  let seen = 0;
  let deviations = 0;
  for (const look of looks) {
    for (; seen < look.size; seen++) if (deviates()) deviations++;
    if (deviations <= Math.min(look.mostDeviations, falseUpTo)) return true;
  }
  return false;
}

export function singleLook(delta: number, size: number, alpha: number): Look[] {
  return [{ size, mostDeviations: mostDeviations(delta, size, alpha) }];
}

/** A look after every item, with the e-process: certified as long as its evidence is at least 1 / alpha, which more deviations lower. */
export function everyItem(delta: number, items: number, alpha: number): Look[] {
  return looksWhere(items, (deviations, size) => logBetaMixture(deviations, size, delta) >= -Math.log(alpha));
}

/** The same while a finite population is drawn: certified as long as more than `limit` undrawn deviations are ruled out. */
export function everyDraw(batch: { population: number; limit: number }, items: number, alpha: number): Look[] {
  return looksWhere(items, (marked, drawn) => {
    const total = batch.limit + 1 + marked;
    if (total > batch.population) return true;
    return logFiniteMixture({ population: batch.population, drawn, marked }, total) >= -Math.log(alpha);
  });
}

function looksWhere(items: number, certified: (deviations: number, size: number) => boolean): Look[] {
  return Array.from({ length: items }, (_, index) => {
    const size = index + 1;
    return { size, mostDeviations: lastWhere(-1, size, (count) => count < 0 || certified(count, size)) };
  });
}
