import { mean } from '../../statistics/mean.ts';
import type { ProfileEvent } from '../profile.ts';
import { remainingItems } from '../remainingItems.ts';
import type { SheetRow } from './answerSheet.ts';
import type { Knowledge } from './knowledge.ts';
import type { Population } from './population.ts';
import type { Horizon, Plan } from './profilePlan.ts';
import { progress, type Session } from './session.ts';

export interface WarmUp {
  readonly rows: readonly SheetRow[];
  readonly horizon: Horizon;
  /** Cheapest first; empty: the reference is to be kept. */
  readonly plans: readonly Plan[];
  /** Of P(IK); undefined where nothing could be learned. */
  readonly knowledge?: Knowledge | undefined;
  /** The spending cap ended it. */
  readonly capped: boolean;
}

/** Items after which costs are known. */
const FIRST_ITEMS = 2;
/** Rounds grow by this factor, from eight items on. */
const GROWTH = 2;
const SECOND_ITEMS = 8;
/** Choosing once more is not worth it for a round that would grow by less than this factor: the one before takes it along. */
const LAST_GROWTH = 1.5;
/** Choosing takes at most this part of the items there are; the rest certifies. */
const MOST_SHARE = 0.15;
/** Part of what luck might gain that choosing on twice as many rows is worth. */
const WORTH = 0.2;
/** A round that costs less than this part of the whole is worth it in any case: luck is reckoned by standard errors, which few rows do not have right. */
const TRIFLE = 0.005;

/** Asks all models in play about the same items until the choice among them is as good as it is worth. */
export async function* warmingUp(session: Session): AsyncGenerator<ProfileEvent, WarmUp, undefined> {
  const { sheet, field, itemLimit, signal } = session;
  const most = Math.max(FIRST_ITEMS, Math.ceil(MOST_SHARE * itemLimit));
  let target = FIRST_ITEMS;
  let complete = true;
  for (;;) {
    signal.throwIfAborted();
    complete = await sheet.askNext(
      target - sheet.asked,
      { candidates: field.inPlay, needsReference: () => true },
      signal,
    );
    const horizon = horizonOf(session);
    if (sheet.asked <= FIRST_ITEMS) field.sortByCost(sheet.rows, horizon);
    let review = field.review(sheet.rows, horizon);
    const admitted = sheet.asked > FIRST_ITEMS ? field.admit(sheet.rows, review.plans[0]) : [];
    if (complete && admitted.length > 0) {
      complete = await sheet.askAgain(admitted, signal);
      review = field.review(sheet.rows, horizon);
    }
    yield progress(session);
    const grown = Math.max(SECOND_ITEMS, Math.ceil(sheet.asked * GROWTH));
    const next = most < grown * LAST_GROWTH ? most : grown;
    const worthUSD = Math.max(WORTH * review.atStakeUSD, TRIFLE * (review.plans[0]?.totalUSD ?? 0));
    const pays = sheet.asked < SECOND_ITEMS || worthUSD > (next - sheet.asked) * itemUSD(session);
    if (!complete || sheet.left === 0 || next <= sheet.asked || !pays)
      return { rows: [...sheet.rows], horizon, plans: review.plans, capped: !complete };
    target = next;
  }
}

/** Mean cost of one more item: the reference and everyone in play. */
function itemUSD({ sheet, field }: Session): number {
  const playing = new Set(field.inPlay);
  return [sheet.reference, ...sheet.candidates.filter(({ model }) => playing.has(model))].reduce(
    (sum, { meanCostUSD = 0 }) => sum + meanCostUSD,
    0,
  );
}

function horizonOf({ request, sheet }: Session): Horizon {
  const calls = remainingItems(request, sheet.asked);
  return {
    population: populationOf(request, sheet.asked),
    calls,
    itemsLeft: Math.min(sheet.left, request.scope === 'batch' ? calls : sheet.left),
    alpha: 1 - request.confidence,
    referenceCostUSD: mean(sheet.rows.flatMap(({ referenceCostUSD }) => referenceCostUSD ?? [])),
  };
}

/** Rows of the warm-up are answered by the reference; all deviations that are allowed are left to the others. */
function populationOf({ scope, delta, rows }: Session['request'], answered: number): Population {
  if (scope === 'stream') return { scope, delta };
  // A hair above the product, which may fall below a whole number that is meant.
  return { scope, rows: Math.max(0, rows - answered), limit: Math.floor(delta * rows + 1e-9) };
}
