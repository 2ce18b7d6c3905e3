import gammaln from '@stdlib/math-base-special-gammaln';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { binomialUpperTail, successesToReach } from '../statistics/clopperPearson.ts';
import { integrate } from '../statistics/quadrature.ts';

/** A model whose fate is open, in ascending order of cost. */
export interface OpenModel {
  readonly costUSD: number;
  readonly agreements: number;
  readonly items: number;
}

export interface LookaheadState {
  /** Asked and neither dropped nor satisfying, cheapest first. */
  readonly open: readonly OpenModel[];
  readonly referenceCostUSD: number;
  /** The cheapest satisfying model's mean cost; the reference's when none satisfies yet. */
  readonly fallbackCostUSD: number;
  /** Items still to be answered when profiling stops now. */
  readonly remaining: number;
  /** Items left to profile with; a large volume in stream scope has many more to come than the sample has rows. */
  readonly profilable: number;
  /** Does a profiled item count as answered (batch scope)? */
  readonly profiledCount: boolean;
  readonly delta: number;
  readonly confidence: number;
}

/**
 * SMART's stopping rule (profiling "smart"): an amount k = 1, 2, 4, .. of the items left whose expected total cost lies below that of
 * stopping now and answering the rest with the cheapest satisfying model, or undefined when there is none. Any such amount is as good a reason to
 * go on as another, so the one that paid at the last check (`tryFirst`) is tried first: it mostly still does.
 */
export function payingAmount(state: LookaheadState, tryFirst: number | undefined): number | undefined {
  const stopNow = state.remaining * state.fallbackCostUSD;
  const most = Math.min(state.remaining, state.profilable);
  const pays = (more: number): boolean => more <= most && expectedCost(state, more) < stopNow;
  if (tryFirst !== undefined && pays(tryFirst)) return tryFirst;
  for (let more = 1; more <= most; more *= 2) if (more !== tryFirst && pays(more)) return more;
  return undefined;
}

/**
 * Expected total cost of profiling `more` further items: the calls to the reference and all open models, then the rest answered by the cheapest
 * open model that will satisfy, or else by the fallback.
 */
export function expectedCost(state: LookaheadState, more: number): number {
  const rest = state.remaining - (state.profiledCount ? more : 0);
  let profiling = state.referenceCostUSD;
  let noneSoFar = 1;
  let answering = 0;
  for (const model of state.open) {
    profiling += model.costUSD;
    const satisfies = satisfactionProbability(model, more, state);
    answering += noneSoFar * satisfies * model.costUSD;
    noneSoFar *= 1 - satisfies;
  }
  return more * profiling + rest * (answering + noneSoFar * state.fallbackCostUSD);
}

/**
 * Probability that `more` further items will prove the model satisfying: the expectation of P(Binomial(more, p) >= agreements still needed) over
 * p ~ Normal(p^, p^(1-p^)/n), truncated to [0, 1], where p^ is the agreement rate seen on n items.
 */
export function satisfactionProbability(
  model: Pick<OpenModel, 'agreements' | 'items'>,
  more: number,
  { delta, confidence }: Pick<LookaheadState, 'delta' | 'confidence'>,
): number {
  const total = model.items + more;
  const needed = successesToReach(1 - delta, total, (1 - confidence) / 2) - model.agreements;
  if (needed > more) return 0;
  if (needed <= 0) return 1;
  const mean = model.agreements / model.items;
  const deviation = Math.sqrt((mean * (1 - mean)) / model.items);
  if (deviation === 0) return binomialUpperTail(needed, more, mean);
  return expectedUpperTail({ needed, more, mean, deviation });
}

/** Both factors of the integrand are flat beyond this many of their standard deviations (error < 1e-14). */
const REACH = 8;

/**
 * P(Binomial(more, p) >= needed) is P(B <= p) for a B ~ Beta(needed, more - needed + 1), so its expectation is P(B <= p) for both drawn: the integral of
 * B's density times the share of the Normal above it. Where the Normal has not begun, that share is 1 and B's own distribution function is exact;
 * only the stretch where both vary is integrated. (The other way round would cost an incomplete beta function at each node.)
 */
function expectedUpperTail(facts: { needed: number; more: number; mean: number; deviation: number }): number {
  const { needed, more, mean, deviation } = facts;
  const middle = needed / more;
  const width = Math.sqrt(Math.max(middle * (1 - middle), 1 / more) / more);
  // Near 0 and 1 the Beta is skewed and falls like a Gamma: Bernstein's bound adds half the square of REACH in units of that skew.
  const reach = REACH * width + (Math.abs(1 - 2 * middle) * REACH ** 2) / (2 * more);
  const normalStart = mean - REACH * deviation;
  const from = Math.max(0, middle - reach, normalStart);
  const to = Math.min(1, middle + reach, mean + REACH * deviation);
  const below =
    normalStart > Math.max(0, middle - reach) ? binomialUpperTail(needed, more, Math.min(1, normalStart)) : 0;
  if (from >= to) return below;
  const top = normalCdf(1, mean, deviation);
  const mass = top - normalCdf(0, mean, deviation);
  const logNorm = gammaln(more + 1) - gammaln(needed) - gammaln(more - needed + 1);
  const density = (b: number): number =>
    Math.exp(logNorm + (needed - 1) * Math.log(b) + (more - needed) * Math.log1p(-b));
  const shareAbove = (b: number): number => (top - normalCdf(b, mean, deviation)) / mass;
  return Math.min(1, below + integrate((b) => density(b) * shareAbove(b), from, to));
}
