import type { SheetRow } from './answerSheet.ts';
import { type Chain, withKnows } from './chain.ts';
import { CrossScores } from './chainScores.ts';
import { handicapped } from './field.ts';
import { Knowledge } from './knowledge.ts';
import { bestPlan, certifications, type Plan } from './profilePlan.ts';
import { chainProspect } from './prospect.ts';
import { referenceCosts } from './referenceCosts.ts';
import type { Session } from './session.ts';
import type { WarmUp } from './warmingUp.ts';

/** P(IK) is learned for so many models, and tried in so many of the best plans. */
const MOST_MODELS = 3;
const PLANS_TRIED = 6;
/** Skipping by P(IK) is tried in so many of the best plans, for these shares of the rows. */
const SKIPPING_PLANS = 2;
const SKIPPED = [0.1, 0.25, 0.5];

/** Learns P(IK) for the models of the best plans, and weighs the plans that it makes possible along with the others. */
export function withKnowledge({ sheet, signals }: Session, warmUp: WarmUp): WarmUp {
  const models = [...new Set(warmUp.plans.flatMap(({ prospect }) => prospect.models))].slice(0, MOST_MODELS);
  const knowledge = Knowledge.learn(warmUp.rows, models);
  if (!knowledge) return warmUp;
  sheet.knows = (model, row) => knowledge.of(model, row);
  const { rows, horizon } = warmUp;
  const choices = certifications(horizon);
  const scores = new CrossScores(signals);
  const referenceCostOf = referenceCosts(rows);
  const plansOf = (chains: readonly Chain[]): Plan[] =>
    chains.flatMap((chain) => {
      const prospect = chainProspect(chain, rows, scores, referenceCostOf);
      return (prospect && bestPlan(prospect, choices, horizon, 0)) ?? [];
    });
  const knowing = plansOf(
    chainsOf(warmUp.plans.slice(0, PLANS_TRIED)).flatMap((chain) => withKnows(chain, knowledge.models) ?? []),
  );
  const ordered = (plans: readonly Plan[]) =>
    plans
      .map((plan) => ({ plan, worth: handicapped(plan, horizon, rows.length) }))
      .sort((a, b) => a.worth - b.worth)
      .map(({ plan }) => plan);
  const best = ordered([...warmUp.plans, ...knowing]);
  const skipping = plansOf(
    chainsOf(best)
      .slice(0, SKIPPING_PLANS)
      .flatMap((chain) => skippingChains(chain, rows)),
  );
  return { ...warmUp, knowledge, plans: ordered([...best, ...skipping]) };
}

/** Of a mix, the chain of its model judged by nothing yet. */
function chainsOf(plans: readonly Plan[]): Chain[] {
  return plans.map(({ prospect: { way } }) =>
    way.kind === 'chain' ? way.chain : { stages: [{ model: way.model, signals: [] }], caution: 1 },
  );
}

/** The chain passing its last model over where that is least likely to know; none where nobody can tell. */
function skippingChains(chain: Chain, rows: readonly SheetRow[]): Chain[] {
  const last = chain.stages.at(-1);
  if (!last?.signals?.length) return [];
  const sorted = rows.flatMap(({ facts }) => facts.knows?.(last.model) ?? []).sort((a, b) => a - b);
  return SKIPPED.flatMap((share) => {
    const skipsBelow = sorted[Math.floor(share * sorted.length)];
    return skipsBelow === undefined ? [] : [{ ...chain, skipsBelow: Number(skipsBelow.toPrecision(6)) }];
  });
}
