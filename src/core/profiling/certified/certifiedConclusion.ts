import type { Equivalence } from '../../equivalence/equivalence.ts';
import { mean } from '../../statistics/mean.ts';
import { comparisonOf } from '../comparisonOf.ts';
import { missingWarnings } from '../missingWarnings.ts';
import { NoEvidenceError } from '../noEvidenceError.ts';
import type { Certificate, Guarantee, ProfileResult, Recommendation } from '../profile.ts';
import { remainingItems } from '../remainingItems.ts';
import { reportModels } from '../reportModels.ts';
import { type ItemCosts, projectSavings } from '../savings.ts';
import type { SheetRow } from './answerSheet.ts';
import { calibrations } from './calibrations.ts';
import type { CertifyingOutcome } from './certifying.ts';
import type { Chain } from './chain.ts';
import { isAnsweredBy } from './chainScores.ts';
import type { Certified } from './finalist.ts';
import { embeddingUSD } from './keepPath.ts';
import { walkPolicy } from './policyWalk.ts';
import { referenceCosts } from './referenceCosts.ts';
import { type Session, statusOf } from './session.ts';
import type { WarmUp } from './warmingUp.ts';

export interface CertifiedFinish {
  readonly session: Session;
  readonly warmUp: WarmUp;
  /** undefined: nothing was worth certifying. */
  readonly outcome: CertifyingOutcome | undefined;
  readonly equivalence: Equivalence;
}

/**
 * Turns what was certified into a recommendation; without anything certified the reference is kept.
 * @throws NoEvidenceError when the reference answered nothing
 */
export function concludeCertified({ session, warmUp, outcome, equivalence }: CertifiedFinish): ProfileResult {
  const { request, sheet, field } = session;
  const referenceUSD = sheet.reference.meanCostUSD;
  if (referenceUSD === undefined)
    throw new NoEvidenceError(sheet.reference.model, sheet.asked, sheet.reference.lastFailure);
  const certified = outcome?.certified;
  const referenceCostOf = referenceCosts(sheet.rows);
  const recommendation = recommendationOf(session, certified);
  const reference = itemCosts(sheet.rows, referenceCostOf);
  const plan = planOf(session, recommendation, { chain: chainOf(certified), referenceCostOf });
  const used = new Set(recommendation.stages.map(({ model }) => model));
  return {
    request,
    recommendation,
    guarantee: guaranteeOf(session, warmUp, outcome),
    referencePerCallUSD: reference.meanCostUSD ?? referenceUSD,
    policyPerCallUSD: plan.reduce((sum, { costs, share }) => sum + share * (costs.meanCostUSD ?? 0), 0),
    profilingUSD: sheet.costUSD,
    savings: projectSavings({
      calls: request.scope === 'batch' ? request.rows : request.volume,
      rest: remainingItems(request, sheet.asked),
      besidesUSD: request.scope === 'batch' ? sheet.costUSD + stillOwedUSD(sheet.rows, referenceCostOf) : 0,
      reference,
      plan,
    }),
    models: reportModels(request, sheet, {
      statusOf: (evidence) =>
        used.has(evidence.model) && evidence.model !== request.reference ? 'used' : statusOf(evidence, field, request),
    }),
    equivalence: comparisonOf(equivalence),
    items: sheet.asked,
    calibration: calibrations(
      sheet.rows,
      sheet.candidates.map(({ model }) => model),
    ),
    knows: warmUp.knowledge?.reports(sheet.rows) ?? [],
    disagreements: sheet.disagreements,
    stopped: outcome?.stopped ?? (warmUp.capped ? 'spending cap' : 'not worth it'),
    warnings: missingWarnings([sheet.reference, ...sheet.candidates]),
  };
}

function recommendationOf({ request, sheet }: Session, certified: Certified | undefined): Recommendation {
  if (!certified) return { kind: 'reference', stages: [{ model: request.reference, share: 1 }] };
  const { kind, stages } = certified.policy;
  const chain = chainOf(certified);
  if (kind !== 'cascade' || !chain)
    return { kind, stages: stages.map((stage) => ({ ...stage, share: stage.share ?? 1 })) };
  const judged = sheet.rows.filter(isAnsweredBy(chain));
  const answering = judged.map((row) => walkPolicy(certified.policy, row, sheet.reading).keptFrom ?? request.reference);
  const shareOf = (model: string) => answering.filter((name) => name === model).length / Math.max(1, judged.length);
  return { kind, stages: stages.map((stage) => ({ ...stage, share: shareOf(stage.model) })) };
}

function planOf(
  { request, sheet }: Session,
  { kind, stages }: Recommendation,
  { chain, referenceCostOf }: { readonly chain: Chain | undefined; referenceCostOf: (row: SheetRow) => number },
): { costs: ItemCosts; share: number }[] {
  if (kind !== 'cascade' || !chain) {
    return stages.map(({ model, share }) => ({
      costs: itemCosts(
        sheet.rows.filter(({ answers }) => model === request.reference || answers.has(model)),
        (row) => (model === request.reference ? referenceCostOf(row) : (row.answers.get(model)?.costUSD ?? 0)),
      ),
      share,
    }));
  }
  const costs = itemCosts(sheet.rows.filter(isAnsweredBy(chain)), (row) => {
    const { keptFrom, costUSD } = walkPolicy({ kind, stages }, row, sheet.reading);
    return embeddingUSD(chain, row) + (keptFrom === undefined ? costUSD + referenceCostOf(row) : costUSD);
  });
  return [{ costs, share: 1 }];
}

/** The chain that was certified: on rows which it can judge, what the policy does is known. */
function chainOf(certified: Certified | undefined): Chain | undefined {
  const way = certified?.finalist.prospect.way;
  return way?.kind === 'chain' ? way.chain : undefined;
}

function itemCosts(rows: readonly SheetRow[], costOf: (row: SheetRow) => number): ItemCosts {
  const costByItem = new Map(rows.map((row) => [row.place, costOf(row)]));
  return { costByItem, meanCostUSD: rows.length === 0 ? undefined : mean([...costByItem.values()]) };
}

/** In batch scope, rows that no candidate may answer and that the reference has still to answer. */
function stillOwedUSD(rows: readonly SheetRow[], referenceCostOf: (row: SheetRow) => number): number {
  return rows.reduce((sum, row) => sum + (row.referenceCostUSD === undefined ? referenceCostOf(row) : 0), 0);
}

function guaranteeOf({ request, sheet }: Session, warmUp: WarmUp, outcome: CertifyingOutcome | undefined): Guarantee {
  const certified = outcome?.certified;
  const promise = {
    delta: request.delta,
    confidence: request.confidence,
    scope: request.scope,
    method: request.method,
    basis: 'exact test' as const,
  };
  if (!certified) return { ...promise, deviationUpperBound: 0, deviations: 0, items: sheet.reference.items };
  const { deviationUpperBound, deviations, items } = certified;
  return { ...promise, deviationUpperBound, deviations, items, certificate: certificateOf(warmUp, outcome, certified) };
}

function certificateOf(warmUp: WarmUp, outcome: CertifyingOutcome, certified: Certified): Certificate {
  const { population, spending } = outcome.terms;
  const { alpha, looks } = certified.finalist;
  return {
    ...(population.scope === 'stream'
      ? { test: 'binomial' as const }
      : { test: 'hypergeometric' as const, population: population.rows, limit: population.limit }),
    alpha,
    looks: looks.map(({ size, mostDeviations }, look) => ({
      items: size,
      mostDeviations,
      alphaShare: spending[look] ?? 0,
    })),
    look: certified.look,
    warmUpItems: warmUp.rows.length,
    waysWeighed: warmUp.plans.length,
    paths: outcome.finalists.map(({ prospect }) => prospect.name),
  };
}
