import type { ProfileItem } from './answerSource.ts';
import type { ModelEvidence } from './evidence.ts';
import type { EvidenceLedger } from './evidenceLedger.ts';
import type { BestSoFar, ModelStatus, ProfileRequest } from './profile.ts';
import { projectShareSavings } from './savings.ts';

/** The cheapest model shown to be good enough alone, with what it would save if profiling ended now; undefined: there is none. */
export function bestSoFar(
  request: Pick<ProfileRequest, 'scope' | 'rows' | 'volume'>,
  ledger: Pick<EvidenceLedger<ProfileItem>, 'reference' | 'candidates' | 'costUSD'>,
  standings: { statusOf(evidence: ModelEvidence): ModelStatus },
): BestSoFar | undefined {
  const costOf = ({ meanCostUSD }: ModelEvidence): number => meanCostUSD ?? Number.POSITIVE_INFINITY;
  const [best] = ledger.candidates
    .filter((evidence) => standings.statusOf(evidence) === 'satisfies')
    .sort((a, b) => costOf(a) - costOf(b));
  return best && { model: best.model, savings: projectShareSavings(request, ledger, [{ evidence: best, share: 1 }]) };
}
