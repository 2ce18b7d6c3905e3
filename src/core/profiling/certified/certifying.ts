import { mean } from '../../statistics/mean.ts';
import type { ProfileEvent, ProfileResult } from '../profile.ts';
import type { SheetRow } from './answerSheet.ts';
import { chainFinalist } from './chainFinalist.ts';
import type { Certified, Finalist, Terms } from './finalist.ts';
import { mixFinalist } from './mixFinalist.ts';
import { lookPlan } from './population.ts';
import type { Plan } from './profilePlan.ts';
import type { Prospect } from './prospect.ts';
import { referenceCosts } from './referenceCosts.ts';
import { progress, type Session } from './session.ts';
import type { WarmUp } from './warmingUp.ts';

/** The best first. */
export type Plans = readonly [Plan, ...Plan[]];

export interface CertifyingOutcome {
  /** The cheapest policy that passed; undefined: none did. */
  readonly certified: Certified | undefined;
  readonly finalists: readonly Finalist[];
  readonly terms: Terms;
  readonly stopped: ProfileResult['stopped'];
}

const MOST_PATHS = 3;
/** A path's part of the error level that is left, the last one's is all. A hedge has to be bought with little: the likeliest winner gets most. */
const ALPHA_PART = 0.8;
/** A second path is followed when it is expected to cost at most this factor of the first. */
const CLOSE = 1.2;
/** .. and when the models it asks besides cost at most this part of the whole. */
const AFFORDABLE = 0.01;
/**
 * Looks from a part of the planned amount up to a multiple of it, growing by a factor, each with a part of what the one before it spends. Somewhere on a chain's
 * path something passes whenever one looks, so one look gets nearly all. A mix passes at the amount its rate asks for, which is not known beforehand.
 */
const SCHEDULES = {
  chain: { from: 1, to: 4, growth: 2, spending: 1 / 4 },
  mix: { from: 0.5, to: 8, growth: 1.5, spending: 1 },
} as const;
/** Before so many items nothing can be certified that matters. */
const LEAST_LOOK = 10;
/** Items asked together. */
const CHUNK = 50;

/** Tests the best plans on fresh items, at the planned looks until going on does not pay. */
export async function* certifying(
  session: Session,
  warmUp: WarmUp,
  plans: Plans,
): AsyncGenerator<ProfileEvent, CertifyingOutcome, undefined> {
  const { sheet } = session;
  const chosen = chooseFinalists(plans);
  const terms = termsOf(session, warmUp, plans[0]);
  const finalists = finalistsOf(chosen, warmUp.horizon.alpha, terms);
  const usable = new UsableCounts(finalists, warmUp.rows.length);
  let best: Certified | undefined;
  for (const look of terms.sizes.keys()) {
    const complete: boolean = yield* asking(session, finalists, terms.sizes[look] ?? 0, usable);
    const rows = sheet.rows.slice(warmUp.rows.length);
    const costs = referenceCosts(sheet.rows);
    const passed = finalists.flatMap((finalist) => finalist.certify(look, rows, costs) ?? []);
    best = cheapest([...passed, ...(best ? [best] : [])], warmUp.horizon.referenceCostUSD);
    if (!complete) return { certified: best, finalists, terms, stopped: 'spending cap' };
    const last = look === terms.sizes.length - 1;
    if (last || !goingOnPays({ session, warmUp, finalists, terms, best, look, rows })) {
      const stopped = sheet.left === 0 ? 'out of items' : last ? 'decided' : 'not worth it';
      return { certified: best, finalists, terms, stopped };
    }
  }
  return { certified: undefined, finalists, terms, stopped: 'out of items' };
}

function chooseFinalists([first, ...others]: Plans): Plan[] {
  const chosen = [first];
  for (const plan of others) {
    if (chosen.length === MOST_PATHS) break;
    const asked = new Set(chosen.flatMap(({ prospect }) => prospect.models));
    const more = plan.prospect.models.some((model) => !asked.has(model)) ? plan.prospect.itemCostUSD : 0;
    const affordable = more * first.items <= AFFORDABLE * first.totalUSD;
    const other = !chosen.some(({ prospect }) => prospect.subject === plan.prospect.subject);
    // A mix has the reference asked about every item, which deferral spares where nothing would be kept.
    const alike = plan.prospect.way.kind === first.prospect.way.kind;
    if (other && alike && affordable && plan.policyUSD <= CLOSE * first.policyUSD) chosen.push(plan);
  }
  return chosen;
}

function termsOf({ request, sheet, signals }: Session, { horizon, rows }: WarmUp, first: Plan): Terms {
  return {
    population: horizon.population,
    ...lookSchedule(first, horizon.itemsLeft),
    reference: request.reference,
    totalRows: request.rows,
    reading: sheet.reading,
    signals,
    warmUp: rows,
  };
}

/** The schedule of the likeliest winner is everyone's: all are of one kind. */
function lookSchedule({ prospect, items }: Plan, itemsLeft: number): Pick<Terms, 'sizes' | 'spending'> {
  const { from, to, growth, spending } = SCHEDULES[prospect.way.kind];
  const most = Math.min(itemsLeft, Math.ceil(items * to));
  const sizes: number[] = [];
  for (let size = Math.max(LEAST_LOOK, Math.ceil(items * from)); size * growth <= most; size = Math.ceil(size * growth))
    sizes.push(size);
  sizes.push(most);
  const parts = sizes.map((_, look) => spending ** look);
  const all = parts.reduce((sum, part) => sum + part, 0);
  return { sizes, spending: parts.map((part) => part / all) };
}

/** What a path's test leaves of its part is left for the next ones. */
function finalistsOf(plans: readonly Plan[], alpha: number, terms: Terms): Finalist[] {
  let left = alpha;
  return plans.map(({ prospect }, index) => {
    const isLast = index === plans.length - 1;
    const finalist = finalistOf(prospect, isLast ? left : ALPHA_PART * left, terms);
    left -= finalist.alpha;
    return finalist;
  });
}

function finalistOf(prospect: Prospect, alpha: number, terms: Terms): Finalist {
  const { way } = prospect;
  return way.kind === 'mix'
    ? mixFinalist(prospect, way.model, alpha, terms)
    : chainFinalist(prospect, way.chain, lookPlan(terms.population, terms, alpha), terms);
}

/** How many usable items each finalist has so far. A row once asked about does not change, so each is looked at once. */
class UsableCounts {
  readonly #finalists: readonly Finalist[];
  readonly #counts: number[];
  #seen: number;

  constructor(finalists: readonly Finalist[], warmUpItems: number) {
    this.#finalists = finalists;
    this.#counts = finalists.map(() => 0);
    this.#seen = warmUpItems;
  }

  /** @param rows of the whole profile, as asked by now */
  least(rows: readonly SheetRow[]): number {
    for (const row of rows.slice(this.#seen))
      for (const [index, finalist] of this.#finalists.entries())
        if (finalist.isUsable(row)) this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#seen = rows.length;
    return Math.min(...this.#counts);
  }
}

/** Asks until every finalist has so many usable items, or there are no more. @returns false when the spending cap ended it */
async function* asking(
  session: Session,
  finalists: readonly Finalist[],
  size: number,
  usable: UsableCounts,
): AsyncGenerator<ProfileEvent, boolean, undefined> {
  const { sheet, signal } = session;
  const candidates = [...new Set(finalists.flatMap(({ prospect }) => prospect.models))];
  const plan = {
    candidates,
    embeds: finalists.some(({ prospect: { way } }) => way.kind === 'chain' && way.chain.embeds),
    needsReference: (row: SheetRow) => finalists.some((finalist) => finalist.mayKeep(row)),
  };
  for (;;) {
    signal.throwIfAborted();
    const lacking = size - usable.least(sheet.rows);
    if (lacking <= 0 || sheet.left === 0) return true;
    if (!(await sheet.askNext(Math.min(CHUNK, lacking), plan, signal))) return false;
    yield progress(session);
  }
}

/** Would what a later look is expected to certify save more than it costs to get there? */
function goingOnPays(state: {
  session: Session;
  warmUp: WarmUp;
  finalists: readonly Finalist[];
  terms: Terms;
  best: Certified | undefined;
  look: number;
  rows: readonly SheetRow[];
}): boolean {
  const { session, warmUp, finalists, terms, best, look, rows } = state;
  const costs = referenceCosts(session.sheet.rows);
  const { referenceCostUSD, calls, population } = warmUp.horizon;
  const itemUSD = mean(finalists.map(({ prospect }) => prospect.itemCostUSD)) + referenceCostUSD;
  const size = terms.sizes[look] ?? 0;
  const batch = population.scope === 'batch';
  const outlooks = finalists.map((finalist) => finalist.outlook(rows, costs));
  const nowUSD = (batch ? calls - size : calls) * (best?.costUSD ?? referenceCostUSD);
  return terms.sizes.some((later, index) => {
    if (index <= look) return false;
    const callUSD = Math.min(...outlooks.map((outlook) => outlook(index)));
    return (later - size) * itemUSD + (batch ? calls - later : calls) * callUSD < nowUSD;
  });
}

/** None where the reference itself costs no more. */
function cheapest(passed: readonly Certified[], referenceCostUSD: number): Certified | undefined {
  const [best] = [...passed].sort((a, b) => a.costUSD - b.costUSD);
  return best && best.costUSD < referenceCostUSD ? best : undefined;
}
