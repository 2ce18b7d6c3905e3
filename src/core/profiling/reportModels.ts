import { clopperPearsonInterval, type Interval } from '../statistics/clopperPearson.ts';
import type { ProfileItem } from './answerSource.ts';
import type { ModelEvidence } from './evidence.ts';
import type { EvidenceLedger } from './evidenceLedger.ts';
import type { ModelReport, ModelStatus, ProfileRequest } from './profile.ts';

/** One report per model: the reference first, then the candidates as asked for, then the unpriced ones. */
export function reportModels(
  request: Pick<ProfileRequest, 'confidence' | 'unpriced'>,
  ledger: Pick<EvidenceLedger<ProfileItem>, 'reference' | 'candidates'>,
  standings: { statusOf(evidence: ModelEvidence): ModelStatus },
): ModelReport[] {
  const report = (evidence: ModelEvidence): ModelReport => ({
    id: evidence.model,
    items: evidence.items,
    deviations: evidence.deviations,
    missing: evidence.missing,
    deviationInterval:
      evidence === ledger.reference
        ? { lower: 0, upper: 0 }
        : deviationInterval(evidence.deviations, evidence.items, request.confidence),
    costPerCallUSD: evidence.meanCostUSD,
    accuracy: evidence.accuracy,
    status: standings.statusOf(evidence),
  });
  const unpriced = request.unpriced.map(
    (id): ModelReport => ({
      id,
      items: 0,
      deviations: 0,
      missing: 0,
      deviationInterval: { lower: 0, upper: 1 },
      costPerCallUSD: undefined,
      accuracy: undefined,
      status: 'unpriced',
    }),
  );
  return [report(ledger.reference), ...ledger.candidates.map(report), ...unpriced];
}

function deviationInterval(deviations: number, items: number, confidence: number): Interval {
  return items === 0 ? { lower: 0, upper: 1 } : clopperPearsonInterval(deviations, items, confidence);
}
