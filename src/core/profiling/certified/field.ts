import type { Equivalence } from '../../equivalence/equivalence.ts';
import type { ModelId } from '../../models/chatModel.ts';
import type { AnswerReading } from '../../policies/signals.ts';
import { mean } from '../../statistics/mean.ts';
import type { LogisticFit } from '../../statistics/ridgeLogistic.ts';
import type { Expectation } from '../profile.ts';
import type { SheetRow } from './answerSheet.ts';
import { type Chain, knownSignals, pairChains, singleChains } from './chain.ts';
import { rememberedShares } from './population.ts';
import { bestPlan, certifications, type Horizon, type Plan, seenTotalUSD } from './profilePlan.ts';
import { chainProspect, mixProspect, type Prospect } from './prospect.ts';
import type { SignalTable } from './signalTable.ts';
import { WarmUpView } from './warmUpView.ts';

/** Rows from which on pairs of models are looked at, and models are dropped for what they answered. */
const TELLING_ROWS = 16;
/** Trying a model on so many rows may cost this part of what the reference would cost on all calls; dearer ones wait. */
const TRIAL = { rows: 64, part: 0.01 };
/** A model that waits is tried when it costs at most this part of the best plan: then there is room for its own escalations. */
const ROOM = 0.5;
/** Part of what a model would gain with one standard error of luck that asking it about as many rows again is worth. */
const HOPE = 0.01;
/** A model stays while asking it about as many rows again costs less than this part of the whole: the best of many on a few rows was lucky, and its rivals cost next to nothing. */
const TRIFLE = 5e-5;
/** Of a best plan that is worse than it looks this part is at stake in choosing: the rest certifying finds out as well. */
const DOWNSIDE = 0.05;
/** What a plan has to promise for each step of richness, as a part of its cost, on so many rows; on fewer more, like a standard error. */
const HANDICAP = { part: 0.04, rows: 150 };
/** Pairs are made of so many of the best models behind so many of the best. */
const PAIR_LASTS = 4;
const PAIR_FIRSTS = 6;

/** What a warm-up lets expect. */
export interface Review {
  /** Those expected to cost less than the reference, the best first; empty: the reference is to be kept. */
  readonly plans: readonly Plan[];
  /** What all would cost less if the way that gains most from it were one standard error better than it looks; or a part of what it would cost more if the best were that much worse. */
  readonly atStakeUSD: number;
}

/** The models of a warm-up: who is in play, and which ways to answer they make possible. */
export class Field {
  readonly #models: readonly ModelId[];
  readonly #reading: AnswerReading & Pick<Equivalence, 'labels'>;
  readonly #signals: SignalTable;
  readonly #fits = new Map<string, LogisticFit>();
  readonly #shareOf = rememberedShares();
  #expectation: Expectation | undefined;
  readonly #waiting = new Set<ModelId>();
  readonly #dropped = new Set<ModelId>();

  constructor(models: readonly ModelId[], reading: AnswerReading & Pick<Equivalence, 'labels'>, signals: SignalTable) {
    this.#models = models;
    this.#reading = reading;
    this.#signals = signals;
  }

  /** Of the last review. */
  get expectation(): Expectation | undefined {
    return this.#expectation;
  }

  get inPlay(): ModelId[] {
    return this.#models.filter((model) => !this.#dropped.has(model) && !this.#waiting.has(model));
  }

  isDropped(model: ModelId): boolean {
    return this.#dropped.has(model) || this.#waiting.has(model);
  }

  /** After the very first rows costs are known: what costs as much as the reference is out, and what is dear to try waits. */
  sortByCost(rows: readonly SheetRow[], { calls, referenceCostUSD }: Horizon): void {
    for (const model of this.#models) {
      const costUSD = costOf(model, rows);
      if (costUSD === undefined) continue; // no answer yet, so nothing is known
      if (costUSD >= referenceCostUSD) this.#dropped.add(model);
      else if (costUSD * TRIAL.rows > TRIAL.part * calls * referenceCostUSD) this.#waiting.add(model);
    }
    // Somebody has to begin.
    if (this.inPlay.length === 0) this.#waiting.clear();
  }

  /** Models that waited and are wanted now: even the best plan leaves room for them. */
  admit(rows: readonly SheetRow[], best: Plan | undefined): ModelId[] {
    const admitted = [...this.#waiting].filter(
      (model) => best === undefined || (costOf(model, rows) ?? 0) < ROOM * best.policyUSD,
    );
    for (const model of admitted) this.#waiting.delete(model);
    return admitted;
  }

  /** What can be expected of every way to answer with the models in play. Models that no plan needs, even with luck, are dropped. */
  review(rows: readonly SheetRow[], horizon: Horizon): Review {
    const choices = certifications(horizon);
    const view = new WarmUpView(rows, this.#signals, this.#fits);
    const planned = (prospects: readonly Prospect[], luck: number) =>
      prospects.flatMap((prospect) => bestPlan(prospect, choices, horizon, luck) ?? []);
    const singles = this.inPlay.flatMap((model) => this.#aloneProspects(model, view));
    const tells = rows.length >= TELLING_ROWS;
    const luckySingles = planned(singles, 1);
    const pairs = tells
      ? this.#pairs(rows, ranked(luckySingles)).flatMap((chain) => chainProspect(chain, view) ?? [])
      : [];
    const lucky = [...luckySingles, ...planned(pairs, 1)];
    const plans = inOrder(planned([...singles, ...pairs], 0), horizon, rows.length);
    const best = plans[0];
    if (tells && best) this.#drop(lucky, best, rows);
    const stakeUSD = best?.totalUSD ?? horizon.calls * horizon.referenceCostUSD;
    const luckiestUSD = Math.min(stakeUSD, ...lucky.map(({ totalUSD }) => totalUSD));
    const referenceUSD = horizon.calls * horizon.referenceCostUSD;
    const totalWith = (luck: number) =>
      (best && bestPlan(best.prospect, choices, horizon, luck)?.totalUSD) ?? referenceUSD;
    const unluckyUSD = totalWith(-1);
    this.#expectation =
      best && tells ? expectationOf(best, referenceUSD, { unluckyUSD, luckyUSD: totalWith(1) }) : undefined;
    return { plans, atStakeUSD: Math.max(stakeUSD - luckiestUSD, DOWNSIDE * (unluckyUSD - stakeUSD)) };
  }

  #aloneProspects(model: ModelId, view: WarmUpView): Prospect[] {
    const known = knownSignals(view.rows, [model], this.#reading);
    const chains = singleChains(model, known).flatMap((chain) => chainProspect(chain, view) ?? []);
    const mix = mixProspect(model, view, this.#shareOf);
    return mix ? [...chains, mix] : chains;
  }

  #pairs(rows: readonly SheetRow[], best: readonly ModelId[]): Chain[] {
    const known = knownSignals(rows, best, this.#reading);
    const firsts = best.slice(0, PAIR_FIRSTS);
    return best
      .slice(0, PAIR_LASTS)
      .flatMap((last) => firsts.filter((first) => first !== last).flatMap((first) => pairChains(first, last, known)));
  }

  #drop(lucky: readonly Plan[], best: Plan, rows: readonly SheetRow[]): void {
    for (const model of this.inPlay) {
      if (best.prospect.models.includes(model)) continue;
      const least = Math.min(
        ...lucky.filter(({ prospect }) => prospect.models.includes(model)).map(({ totalUSD }) => totalUSD),
      );
      const worthUSD = Math.max(HOPE * (best.totalUSD - least), TRIFLE * best.totalUSD);
      if (worthUSD < rows.length * (costOf(model, rows) ?? 0)) this.#dropped.add(model);
    }
  }
}

/** The best first. */
export function inOrder(plans: readonly Plan[], horizon: Horizon, rows: number): Plan[] {
  return plans
    .map((plan) => ({ plan, worth: handicapped(plan, horizon, rows) }))
    .sort((a, b) => a.worth - b.worth)
    .map(({ plan }) => plan);
}

/** Of many plans the one that looks best was also lucky, and the more there are of a kind the more so: more has to be shown for a richer one. */
function handicapped(plan: Plan, horizon: Horizon, rows: number): number {
  const step = HANDICAP.part * Math.sqrt(HANDICAP.rows / rows);
  return seenTotalUSD(plan, horizon) * (1 + step * plan.prospect.richness);
}

function expectationOf(
  { prospect, totalUSD }: Plan,
  referenceUSD: number,
  { unluckyUSD, luckyUSD }: { readonly unluckyUSD: number; readonly luckyUSD: number },
): Expectation {
  const ratio = (usd: number) => (usd > 0 ? referenceUSD / usd : Number.POSITIVE_INFINITY);
  const interval = { lower: ratio(Math.max(unluckyUSD, totalUSD)), upper: ratio(Math.min(luckyUSD, totalUSD)) };
  return { models: prospect.models, savings: { ratio: ratio(totalUSD), interval } };
}

/** Models by the cheapest plan each is in. */
function ranked(plans: readonly Plan[]): ModelId[] {
  const sorted = [...plans].sort((a, b) => a.totalUSD - b.totalUSD);
  return [...new Set(sorted.flatMap(({ prospect }) => prospect.models))];
}

function costOf(model: ModelId, rows: readonly SheetRow[]): number | undefined {
  const costs = rows.flatMap(({ answers }) => answers.get(model)?.costUSD ?? []);
  return costs.length === 0 ? undefined : mean(costs);
}
