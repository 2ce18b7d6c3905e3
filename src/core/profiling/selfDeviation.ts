import { SilentModelError } from '../calls/silentModelError.ts';
import { SpendingCapError } from '../calls/spendingCapError.ts';
import type { Equivalence } from '../equivalence/equivalence.ts';
import type { ModelId } from '../models/chatModel.ts';
import type { AnswerSource, ProfileItem } from './answerSource.ts';
import type { SelfDeviation } from './profile.ts';

/**
 * Asks the reference about the items once more and compares its two answers as a candidate's would be compared. A failed call is missing data; at the
 * spending cap it makes do with what there is.
 *
 * @param items that the reference has answered
 * @returns undefined where nobody can be asked again, and without a single pair of answers
 */
export async function measureSelfDeviation<Item extends ProfileItem>(
  reference: ModelId,
  items: readonly Item[],
  { source, equivalence }: { source: AnswerSource<Item>; equivalence: Equivalence },
  signal: AbortSignal,
): Promise<SelfDeviation | undefined> {
  if (!source.answerAgain) return undefined;
  const settled = await Promise.allSettled(
    items.map((item) => deviatesFromItself(reference, item, { source, equivalence }, signal)),
  );
  const known = settled.flatMap((result) => {
    if (result.status === 'fulfilled') return result.value ?? [];
    // The profile itself is done: what stops here must not take it away.
    if (result.reason instanceof SpendingCapError || result.reason instanceof SilentModelError) return [];
    throw result.reason;
  });
  return known.length === 0 ? undefined : { items: known.length, deviations: known.filter(Boolean).length };
}

async function deviatesFromItself<Item extends ProfileItem>(
  reference: ModelId,
  item: Item,
  { source, equivalence }: { source: AnswerSource<Item>; equivalence: Equivalence },
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const [first, second] = await Promise.all([
    source.answer(reference, item, signal),
    source.answerAgain?.(reference, item, signal),
  ]);
  if (first.kind === 'missing' || !second || second.kind === 'missing') return undefined;
  if (first.text === null || second.text === null) return true;
  const same = await equivalence.equivalent(first.text, second.text, signal);
  return same === undefined ? undefined : !same;
}
