import type { Equivalence } from '../equivalence/equivalence.ts';
import { clopperPearsonLower } from '../statistics/clopperPearson.ts';
import { cheapestMix } from '../statistics/shareMix.ts';
import type { ProfileItem } from './answerSource.ts';
import { comparisonOf } from './comparisonOf.ts';
import type { ModelEvidence } from './evidence.ts';
import type { EvidenceLedger } from './evidenceLedger.ts';
import { missingWarnings } from './missingWarnings.ts';
import { NoEvidenceError } from './noEvidenceError.ts';
import type { ProfileRequest, ProfileResult } from './profile.ts';
import { remainingItems } from './remainingItems.ts';
import { reportModels } from './reportModels.ts';
import { projectShareSavings } from './savings.ts';
import type { SmartStandings } from './smartStandings.ts';

/** A recommended way to answer: each model's share of the inputs and the agreement promised of it. */
export interface SharePlan {
  readonly evidence: ModelEvidence;
  readonly share: number;
  /** Lower bound of its agreement rate. */
  readonly agreement: number;
}

export interface SmartFinish {
  readonly request: ProfileRequest;
  readonly ledger: EvidenceLedger<ProfileItem>;
  readonly standings: SmartStandings;
  readonly stopped: ProfileResult['stopped'];
  readonly equivalence: Equivalence;
}

/** How many confidence levels per model the mix chooses from, as published. */
const MIX_LEVELS = 5;
/** As published, a model may also get a share of which nothing at all is claimed, which takes up no confidence. */
const NO_CLAIM = { confidence: 1, agreement: 0 };

/**
 * Turns what was seen into a recommendation.
 * @throws NoEvidenceError when the reference answered nothing
 */
export function concludeSmart(finish: SmartFinish): ProfileResult {
  const { request, ledger, standings, stopped, equivalence } = finish;
  const referenceCost = ledger.reference.meanCostUSD;
  if (referenceCost === undefined)
    throw new NoEvidenceError(ledger.reference.model, ledger.asked, ledger.reference.lastFailure);
  const plan = request.method === 'smart-mix' ? planMix(finish) : planSingle(finish);
  const candidates = plan.filter(({ evidence }) => evidence !== ledger.reference);
  return {
    request,
    recommendation: {
      kind: candidates.length === 0 ? 'reference' : plan.length === 1 ? 'single' : 'mix',
      stages: plan.map(({ evidence, share }) => ({ model: evidence.model, share })),
    },
    guarantee: {
      delta: request.delta,
      confidence: request.confidence,
      deviationUpperBound:
        unmatchedShare(request, ledger) * plan.reduce((sum, { share, agreement }) => sum + share * (1 - agreement), 0),
      deviations: candidates.reduce((sum, { evidence }) => sum + evidence.deviations, 0),
      items:
        candidates.length === 0
          ? ledger.reference.items
          : candidates.reduce((sum, { evidence }) => sum + evidence.items, 0),
      scope: request.scope,
      method: request.method,
      basis: 'paper',
    },
    referencePerCallUSD: referenceCost,
    policyPerCallUSD: plan.reduce((sum, { evidence, share }) => sum + share * (evidence.meanCostUSD ?? 0), 0),
    profilingUSD: ledger.costUSD,
    savings: projectShareSavings(request, ledger, plan),
    models: reportModels(request, ledger, standings),
    equivalence: comparisonOf(equivalence),
    items: ledger.asked,
    disagreements: ledger.disagreements,
    stopped,
    warnings: missingWarnings([ledger.reference, ...ledger.candidates]),
  };
}

function planSingle({ request, ledger, standings }: SmartFinish): SharePlan[] {
  const chosen = standings.cheapestSatisfying;
  if (!chosen) return [{ evidence: ledger.reference, share: 1, agreement: 1 }];
  return [{ evidence: chosen, share: 1, agreement: lowerAgreement(chosen, request.confidence) }];
}

/**
 * SMART's mix over all models seen, dropped ones included: their bounds hold as well. In batch scope the profiled items already match, so the rest
 * may do with less: (1 - delta - n/N) N / (N - n) of it has to agree. With nothing left to split there is no mix.
 */
function planMix(finish: SmartFinish): SharePlan[] {
  const { request, ledger } = finish;
  const unmatched = unmatchedShare(request, ledger);
  if (unmatched === 0) return planSingle(finish);
  const models = [ledger.reference, ...ledger.candidates.filter((evidence) => evidence.items > 0)];
  const levels = Array.from(
    { length: MIX_LEVELS },
    (_, level) => request.confidence + ((1 - request.confidence) * level) / MIX_LEVELS,
  );
  const options = models.map((evidence) => ({
    cost: evidence.meanCostUSD ?? 0,
    bounds:
      evidence === ledger.reference
        ? [{ confidence: 1, agreement: 1 }]
        : [...levels.map((confidence) => ({ confidence, agreement: lowerAgreement(evidence, confidence) })), NO_CLAIM],
  }));
  const target = Math.max(0, (1 - request.delta - (1 - unmatched)) / unmatched);
  const mix = cheapestMix(options, target, request.confidence);
  if (!mix) throw new RangeError('the reference alone reaches every target, so a mix must exist');
  return mix.shares.map(({ option, bound, share }) => ({
    evidence: models[option] as ModelEvidence,
    share,
    agreement: options[option]?.bounds[bound]?.agreement as number,
  }));
}

/** Share of the answers to come that profiling has not settled: (N - n) / N in batch scope, all of them in stream scope. */
function unmatchedShare(request: ProfileRequest, ledger: EvidenceLedger<ProfileItem>): number {
  return request.scope === 'stream' ? 1 : remainingItems(request, ledger.reference.items) / request.rows;
}

/** Lower end of the two-sided Clopper-Pearson interval at this confidence. */
function lowerAgreement(evidence: ModelEvidence, confidence: number): number {
  return clopperPearsonLower(evidence.agreements, evidence.items, (1 - confidence) / 2);
}
