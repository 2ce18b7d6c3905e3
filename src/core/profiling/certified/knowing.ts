import type { SheetRow } from './answerSheet.ts';
import { type Chain, withKnows } from './chain.ts';
import { inOrder } from './field.ts';
import { Knowledge } from './knowledge.ts';
import { bestPlan, certifications, type Plan } from './profilePlan.ts';
import { chainProspect } from './prospect.ts';
import type { Session } from './session.ts';
import type { WarmUp } from './warmingUp.ts';
import { WarmUpView } from './warmUpView.ts';

/** P(IK) is learned for so many models, and tried in so many of the best plans. */
const MOST_MODELS = 2;
const PLANS_TRIED = 6;
/** Skipping by P(IK) is tried in so many of the best plans, for these shares of the rows. */
const SKIPPING_PLANS = 2;
const SKIPPED = [0.1, 0.25, 0.5];

/**
 * Learns P(IK) for the models of the best plans, and weighs the plans that it makes possible along with the others. Embeddings, where they can be had, are
 * paid for here: once it is known that there is a choice. Rejects with what the source rejects with.
 */
export async function withKnowledge({ sheet, signals, signal }: Session, warmUp: WarmUp): Promise<WarmUp> {
  const { rows, horizon, plans } = warmUp;
  const models = [...new Set(plans.flatMap(({ prospect }) => prospect.models))].slice(0, MOST_MODELS);
  // Where the cap ends it, P(IK) is learned from what there is.
  if (sheet.canEmbed && models.length > 0) await sheet.embedAgain(signal);
  const knowledge = Knowledge.learn(rows, models);
  if (!knowledge?.telling.size) return { ...warmUp, knowledge };
  sheet.knows = (model, row) => knowledge.of(model, row);
  const planned = planner(warmUp, new WarmUpView(rows, signals));
  const knowing = chainsOf(plans.slice(0, PLANS_TRIED)).flatMap(
    (chain) => withKnows(chain, knowledge.telling, knowledge.embedded) ?? [],
  );
  const best = inOrder([...plans, ...planned(knowing)], horizon, rows.length);
  const skipping = chainsOf(best.slice(0, SKIPPING_PLANS))
    .filter(({ stages }) => knowledge.telling.has(stages.at(-1)?.model ?? ''))
    .flatMap((chain) => skippingChains(chain, rows, knowledge));
  return { ...warmUp, knowledge, plans: inOrder([...best, ...planned(skipping)], horizon, rows.length) };
}

/** Plans with chains, as far as these are expected to be worth one. */
function planner({ horizon }: WarmUp, view: WarmUpView): (chains: readonly Chain[]) => Plan[] {
  const choices = certifications(horizon);
  return (chains) =>
    chains.flatMap((chain) => {
      const prospect = chainProspect(chain, view);
      return (prospect && bestPlan(prospect, choices, horizon, 0)) ?? [];
    });
}

/** Of a mix, the chain of its model judged by nothing yet. */
function chainsOf(plans: readonly Plan[]): Chain[] {
  return plans.map(({ prospect: { way } }) =>
    way.kind === 'chain' ? way.chain : { stages: [{ model: way.model, signals: [] }], caution: 1 },
  );
}

/** The chain passing its last model over where that is least likely to know; none where nobody can tell. */
function skippingChains(chain: Chain, rows: readonly SheetRow[], knowledge: Knowledge): Chain[] {
  const last = chain.stages.at(-1);
  if (!last?.signals?.length) return [];
  const sorted = rows.flatMap(({ facts }) => facts.knows?.(last.model) ?? []).sort((a, b) => a - b);
  const embeds = chain.embeds || knowledge.embedded.has(last.model);
  return SKIPPED.flatMap((share) => {
    const skipsBelow = sorted[Math.floor(share * sorted.length)];
    return skipsBelow === undefined
      ? []
      : [{ ...chain, ...(embeds && { embeds }), skipsBelow: Number(skipsBelow.toPrecision(6)) }];
  });
}
