import type { Equivalence } from '../equivalence/equivalence.ts';
import type { AnswerSource, ProfileItem } from './answerSource.ts';
import { bestSoFar } from './bestSoFar.ts';
import { EvidenceLedger } from './evidenceLedger.ts';
import type { ProfileEvent, ProfileRequest, ProfileResult } from './profile.ts';
import { remainingItems } from './remainingItems.ts';
import { reportModels } from './reportModels.ts';
import { concludeSmart } from './smartConclusion.ts';
import { type LookaheadState, payingAmount } from './smartLookahead.ts';
import { SmartStandings } from './smartStandings.ts';

/** Items between two looks at the intervals, as published. */
const ITEMS_PER_CHECK = 10;
/** The look-ahead trusts its estimates from here on, as published. */
const FIRST_LOOKAHEAD = 100;
/** Progress is reported each time the profiled items have grown by 2 %: exact intervals cost more than a check does. */
const REPORT_GROWTH = 1.02;

/**
 * SMART (Jo and Trummer, arXiv 2403.13835), methods `smart-all`, `smart` and `smart-mix`.
 *
 * Walks over the items in the order given (shuffle them first), asks the reference and every model still open that is cheaper than the cheapest
 * satisfying one, and looks at two-sided Clopper-Pearson intervals every ten items: a model whose agreement lies wholly below 1 - delta is
 * dropped, one that lies wholly above satisfies. It ends when the cheapest model not dropped satisfies (the reference always does); `smart` and
 * `smart-mix` also end when no further amount of profiling is expected to pay. `smart-mix` then splits the rest over several models.
 *
 * The promise is the paper's: the intervals are those of a fixed sample although they are looked at again and again, so false certificates are more
 * frequent than 1 - confidence. Deterministic for the same items and answers.
 *
 * Ends with one `done` event. Rejects with the source's error, or the signal's reason.
 */
export async function* profileWithSmart<Item extends ProfileItem>(
  request: ProfileRequest,
  items: readonly Item[],
  deps: { source: AnswerSource<Item>; equivalence: Equivalence },
  signal: AbortSignal,
): AsyncGenerator<ProfileEvent, void, undefined> {
  const ledger = new EvidenceLedger(deps.source, deps.equivalence, {
    reference: request.reference,
    candidates: request.models.filter((model) => model !== request.reference),
  });
  const standings = new SmartStandings(ledger, request);
  let stopped: ProfileResult['stopped'] | undefined;
  let lookahead: number | undefined;
  let nextReport = 0;
  while (stopped === undefined) {
    signal.throwIfAborted();
    const round = items.slice(ledger.asked, ledger.asked + ITEMS_PER_CHECK);
    const complete = await ledger.askRound(round, standings.toAsk(), signal);
    standings.update();
    if (!complete) stopped = 'spending cap';
    else if (standings.decided) stopped = 'decided';
    else if (ledger.asked >= items.length) stopped = 'out of items';
    else if (request.method !== 'smart-all' && ledger.asked >= FIRST_LOOKAHEAD) {
      lookahead = payingAmount(lookaheadState(request, ledger, standings, items.length), lookahead);
      if (lookahead === undefined) stopped = 'not worth it';
    }
    if (ledger.asked < nextReport && stopped === undefined) continue;
    nextReport = ledger.asked * REPORT_GROWTH;
    yield {
      type: 'progress',
      items: ledger.asked,
      itemLimit: items.length,
      costUSD: ledger.costUSD,
      models: reportModels(request, ledger, standings),
      best: bestSoFar(request, ledger, standings),
    };
  }
  const result = concludeSmart({ request, ledger, standings, stopped, equivalence: deps.equivalence });
  yield { type: 'done', result };
}

function lookaheadState<Item extends ProfileItem>(
  request: ProfileRequest,
  ledger: EvidenceLedger<Item>,
  standings: SmartStandings,
  itemLimit: number,
): LookaheadState {
  const referenceCostUSD = ledger.reference.meanCostUSD ?? 0;
  return {
    // Of a model that never gave an answer to compare nothing can be expected.
    open: standings
      .toAsk()
      .filter(({ items }) => items > 0)
      .map(({ meanCostUSD, agreements, items }) => ({ costUSD: meanCostUSD ?? referenceCostUSD, agreements, items })),
    referenceCostUSD,
    fallbackCostUSD: standings.fallbackCostUSD ?? referenceCostUSD,
    remaining: remainingItems(request, ledger.asked),
    profilable: itemLimit - ledger.asked,
    profiledCount: request.scope === 'batch',
    delta: request.delta,
    confidence: request.confidence,
  };
}
