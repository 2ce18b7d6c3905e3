import type { ProfileItem } from './answerSource.ts';
import type { ModelEvidence } from './evidence.ts';
import type { EvidenceLedger } from './evidenceLedger.ts';
import type { ProfileRequest, Savings } from './profile.ts';
import { remainingItems } from './remainingItems.ts';

/** Standard Normal quantile of a two-sided 95 % interval. */
const Z_95 = 1.959963984540054;

/** Costs of one way to answer on the items it was seen on, by their place in the profiling order. */
export interface ItemCosts {
  /** undefined before the first. */
  readonly meanCostUSD: number | undefined;
  readonly costByItem: ReadonlyMap<number, number>;
}

export interface SavingsFacts {
  /** Calls that the reference alone would answer. */
  readonly calls: number;
  /** Calls that the plan answers. */
  readonly rest: number;
  /** What else the plan's side costs: in batch scope, profiling. */
  readonly besidesUSD: number;
  readonly reference: ItemCosts;
  /** What a call of the plan is made of: in a mix a part for each model. */
  readonly plan: readonly { readonly costs: ItemCosts; readonly share: number }[];
}

/**
 * Reference cost over policy cost. Stream scope: of one call. Batch scope: of the whole dataset, the policy's side being what profiling cost plus
 * the rest answered by the plan.
 *
 * The interval is Normal on the logarithm of the ratio, its variance by the infinitesimal jackknife over the profiled items (Efron 1982, ch. 6): each
 * item enters with the costs of all models on it, so that long inputs, dear for everyone, cancel out. It speaks of the sampling of inputs only.
 */
export function projectSavings({ calls, rest, besidesUSD, reference, plan }: SavingsFacts): Savings {
  const policyUSD = plan.reduce((sum, { costs, share }) => sum + share * (costs.meanCostUSD ?? 0), 0);
  const totalUSD = besidesUSD + rest * policyUSD;
  const referenceUSD = reference.meanCostUSD ?? 0;
  if (totalUSD === 0) return { ratio: referenceUSD === 0 ? 1 : Number.POSITIVE_INFINITY, interval: undefined };
  const ratio = (calls * referenceUSD) / totalUSD;
  if (reference.costByItem.size < 2 || referenceUSD === 0) return { ratio, interval: undefined };
  const influences = new Map<number, number>();
  addInfluence(influences, reference, 1 / referenceUSD);
  for (const { costs, share } of plan) addInfluence(influences, costs, (-share * rest) / totalUSD);
  let variance = 0;
  for (const influence of influences.values()) variance += influence ** 2;
  const factor = Math.exp(Z_95 * Math.sqrt(variance));
  return { ratio, interval: { lower: ratio / factor, upper: ratio * factor } };
}

/** The savings when the plan's side costs so much more than was counted. */
export function withFurtherCost(
  { ratio, interval }: Savings,
  { referenceUSD, furtherUSD }: { readonly referenceUSD: number; readonly furtherUSD: number },
): Savings {
  const reduced = (before: number): number =>
    furtherUSD === 0 ? before : referenceUSD / (referenceUSD / before + furtherUSD);
  return {
    ratio: reduced(ratio),
    interval: interval && { lower: reduced(interval.lower), upper: reduced(interval.upper) },
  };
}

/** The savings of sending shares of the inputs to models that were profiled. */
export function projectShareSavings(
  request: Pick<ProfileRequest, 'scope' | 'rows' | 'volume'>,
  ledger: Pick<EvidenceLedger<ProfileItem>, 'reference' | 'costUSD'>,
  plan: readonly { readonly evidence: ModelEvidence; readonly share: number }[],
): Savings {
  const batch = request.scope === 'batch';
  return projectSavings({
    calls: batch ? request.rows : request.volume,
    rest: remainingItems(request, ledger.reference.items),
    besidesUSD: batch ? ledger.costUSD : 0,
    reference: ledger.reference,
    plan: plan.map(({ evidence, share }) => ({ costs: evidence, share })),
  });
}

/** Adds what each item contributes to the logarithm of the ratio through this mean cost. */
function addInfluence(influences: Map<number, number>, costs: ItemCosts, weight: number): void {
  const mean = costs.meanCostUSD ?? 0;
  for (const [item, cost] of costs.costByItem) {
    influences.set(item, (influences.get(item) ?? 0) + (weight * (cost - mean)) / costs.costByItem.size);
  }
}
