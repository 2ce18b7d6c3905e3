import { looksAt, type Population } from './population.ts';
import type { Certification, Prospect, Way } from './prospect.ts';

/** What profiling is for. */
export interface Horizon {
  readonly population: Population;
  /** Calls to be made after the warm-up: the volume to come, or the rows that are left. */
  readonly calls: number;
  /** Items that can still be profiled. */
  readonly itemsLeft: number;
  readonly alpha: number;
  readonly referenceCostUSD: number;
}

/** How long to certify a prospect on, and what all will cost then: certifying, and the calls it is for. */
export interface Plan {
  readonly prospect: Prospect;
  readonly choice: Certification;
  readonly items: number;
  readonly totalUSD: number;
  /** Expected mean cost of a call. */
  readonly policyUSD: number;
}

/** By what they are for. */
export type Certifications = Readonly<Record<Way['kind'], readonly Certification[]>>;

const LEAST_ITEMS = 10;
/** Amounts tried grow by this factor. */
const GROWTH = 1.2;
/** A mix is looked at again whenever its items have grown by half, so of its amounts one in so many is tried. */
const MIX_STRIDE = 3;

/** The certificates that could be had, a few amounts of items from ten to all that are left. */
export function certifications({ population, itemsLeft, alpha }: Horizon): Certifications {
  const amounts: number[] = [];
  for (let items = LEAST_ITEMS; items < itemsLeft; items *= GROWTH) amounts.push(Math.round(items));
  if (itemsLeft > 0) amounts.push(itemsLeft);
  const chain = amounts.map((items) => ({
    items,
    alpha,
    population,
    mostDeviations: looksAt(population, [items], alpha, [1])[0]?.mostDeviations ?? -1,
  }));
  return { chain, mix: chain.filter((_, index) => (chain.length - 1 - index) % MIX_STRIDE === 0) };
}

/**
 * The amount of certifying with the least expected total cost; undefined when none is expected to be had for less than answering everything with the
 * reference.
 *
 * @param luck standard errors by which the truth may be better than what was seen
 */
export function bestPlan(
  prospect: Prospect,
  choices: Certifications,
  horizon: Horizon,
  luck: number,
): Plan | undefined {
  let best: Plan | undefined;
  for (const choice of choices[prospect.way.kind]) {
    const policyUSD = isPossible(prospect, choice) ? prospect.expectedCostUSD(choice, luck) : horizon.referenceCostUSD;
    const totalUSD = totalOf(prospect, choice, policyUSD, horizon);
    if (totalUSD < (best?.totalUSD ?? horizon.calls * horizon.referenceCostUSD))
      best = { prospect, choice, items: choice.items, policyUSD, totalUSD };
  }
  return best;
}

/** What all will cost by the plan as the rows of the warm-up have it: for comparing plans with each other. */
export function seenTotalUSD({ prospect, choice }: Plan, horizon: Horizon): number {
  return totalOf(prospect, choice, prospect.seenCostUSD(choice), horizon);
}

function isPossible({ way }: Prospect, { mostDeviations }: Certification): boolean {
  return mostDeviations >= 0 || way.kind === 'mix';
}

function totalOf(prospect: Prospect, { items }: Certification, policyUSD: number, horizon: Horizon): number {
  const { calls, referenceCostUSD, population } = horizon;
  // In batch scope the items certified on are answered thereby.
  const rest = population.scope === 'batch' ? calls - items : calls;
  return items * (prospect.itemCostUSD + referenceCostUSD) + rest * policyUSD;
}
