import type { Equivalence } from '../equivalence/equivalence.ts';
import type { AnswerSource, ProfileItem } from './answerSource.ts';
import type { MethodComparison, ProfileRequest, ProfileResult, SmartMethod } from './profile.ts';
import { profileWithSmart } from './smart.ts';

/** In the order of SMART's paper's table: the best of them last. */
const compared: readonly SmartMethod[] = ['smart-all', 'smart', 'smart-mix'];

/**
 * What SMART's three methods would have recommended on answers that are there already; none without items. An answer that is not there is missing data to
 * them, so a model that the profile dropped early stays undecided. Rows that the certified search did not need the reference for, since nothing would have been
 * kept there, are not among the items, which flatters SMART somewhat.
 *
 * @param items that the reference has answered, in profiling order
 * @param answers gives a source of the known answers, a fresh one for each method: each counts what its own answers cost
 */
export async function compareMethods<Item extends ProfileItem>(
  request: ProfileRequest,
  items: readonly Item[],
  { answers, equivalence }: { answers: () => AnswerSource<Item>; equivalence: Equivalence },
  signal: AbortSignal,
): Promise<MethodComparison[]> {
  if (items.length === 0) return [];
  const comparisons: MethodComparison[] = [];
  for (const method of compared) {
    const events = profileWithSmart({ ...request, method }, items, { source: answers(), equivalence }, signal);
    for await (const event of events) {
      if (event.type === 'done') comparisons.push({ method, ...comparedFigures(event.result) });
    }
  }
  return comparisons;
}

function comparedFigures({
  recommendation,
  savings,
  policyPerCallUSD,
  guarantee,
  items,
}: ProfileResult): Omit<MethodComparison, 'method'> {
  const { deviationUpperBound } = guarantee;
  return { recommendation, savingsRatio: savings.ratio, policyPerCallUSD, deviationUpperBound, items };
}
