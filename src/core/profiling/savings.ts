import type { ProfileItem } from './answerSource.ts';
import type { ModelEvidence } from './evidence.ts';
import type { EvidenceLedger } from './evidenceLedger.ts';
import type { ProfileRequest, Savings } from './profile.ts';
import { remainingItems } from './remainingItems.ts';

/** Standard Normal quantile of a two-sided 95 % interval. */
const Z_95 = 1.959963984540054;

/**
 * Reference cost over policy cost. Stream scope: of one call. Batch scope: of the whole dataset, the policy's side being what profiling cost plus
 * the rest answered by the plan.
 *
 * The interval is Normal on the logarithm of the ratio, its variance by the infinitesimal jackknife over the profiled items (Efron 1982, ch. 6): each
 * item enters with the costs of all models on it, so that long inputs, dear for everyone, cancel out. It speaks of the sampling of inputs only.
 */
export function projectSavings(
  request: Pick<ProfileRequest, 'scope' | 'rows' | 'volume'>,
  ledger: Pick<EvidenceLedger<ProfileItem>, 'reference' | 'asked' | 'costUSD'>,
  plan: readonly { readonly evidence: ModelEvidence; readonly share: number }[],
): Savings {
  const calls = request.scope === 'batch' ? request.rows : request.volume;
  const rest = remainingItems(request, ledger.reference.items);
  const profilingUSD = request.scope === 'batch' ? ledger.costUSD : 0;
  const policyUSD = plan.reduce((sum, { evidence, share }) => sum + share * (evidence.meanCostUSD ?? 0), 0);
  const totalUSD = profilingUSD + rest * policyUSD;
  const referenceUSD = ledger.reference.meanCostUSD ?? 0;
  if (totalUSD === 0) return { ratio: referenceUSD === 0 ? 1 : Number.POSITIVE_INFINITY, interval: undefined };
  const ratio = (calls * referenceUSD) / totalUSD;
  if (ledger.reference.costByItem.size < 2 || referenceUSD === 0) return { ratio, interval: undefined };
  const influences = new Float64Array(ledger.asked);
  addInfluence(influences, ledger.reference, 1 / referenceUSD);
  for (const { evidence, share } of plan) addInfluence(influences, evidence, (-share * rest) / totalUSD);
  const factor = Math.exp(Z_95 * Math.sqrt(influences.reduce((sum, influence) => sum + influence ** 2, 0)));
  return { ratio, interval: { lower: ratio / factor, upper: ratio * factor } };
}

/** Adds what each item contributes to the logarithm of the ratio through this model's mean cost. */
function addInfluence(influences: Float64Array, evidence: ModelEvidence, weight: number): void {
  const mean = evidence.meanCostUSD ?? 0;
  for (const [item, cost] of evidence.costByItem) {
    influences[item] = (influences[item] ?? 0) + (weight * (cost - mean)) / evidence.costByItem.size;
  }
}
