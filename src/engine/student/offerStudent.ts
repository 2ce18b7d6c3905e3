import type { Equivalence } from '../../core/equivalence/equivalence.ts';
import type { AnswerSource, ProfileItem } from '../../core/profiling/answerSource.ts';
import type { ProfileRequest } from '../../core/profiling/profile.ts';
import type { StudentProjection, StudentTerms } from '../../core/profiling/studentProjection.ts';
import type { RoutingConfig } from '../../core/routing/routingConfig.ts';
import { knowsOf, readsOf } from '../../runtime/cascadeSource.ts';
import { projectStudent, type ReplayOptions } from './projectStudent.ts';
import { itemsByAnswers } from './replayItems.ts';

/** A student answers with labels; and a dataset (batch scope) is answered without it, since its rows have no order. */
export function takesStudent(
  { scope }: Pick<ProfileRequest, 'scope'>,
  { name, labels = [] }: Pick<Equivalence, 'name' | 'labels'>,
): boolean {
  return scope === 'stream' && name === 'label' && labels.length >= 2;
}

/**
 * The student as a stage in front of a profile's recommendation: replayed on what the recommended stages say to the profiled rows, by the runtime's own
 * decisions and from answers already there, so nothing is asked. Rows are passed over where an answer is missing that the policy would have asked for: a
 * call that failed, or the reference where the certified search did not need it.
 * @param config of the result
 * @param items that were profiled, in their order
 * @returns undefined where there is nothing to replay
 */
export async function offerStudent<Item extends ProfileItem>(
  config: RoutingConfig,
  items: readonly Item[],
  { answers, equivalence, terms, learnsFromTooFew }: StudentTrial<Item>,
  signal: AbortSignal,
): Promise<StudentProjection | undefined> {
  const source = { config, reading: equivalence, knows: await knowsOf('the profile', config), ...readsOf(config) };
  const replayed = await itemsByAnswers(items, source, {
    escalates: false,
    ask: (item, model) => answers.answer(model, item, signal),
    embed: async (item) => answers.embed?.(item, signal),
  });
  return replayed.length === 0 ? undefined : projectStudent(config, terms, replayed, { learnsFromTooFew, signal });
}

export interface StudentTrial<Item extends ProfileItem> {
  /** Of what can be had without paying. */
  readonly answers: AnswerSource<Item>;
  readonly equivalence: Equivalence;
  readonly terms: StudentTerms;
  readonly learnsFromTooFew: ReplayOptions['learnsFromTooFew'];
}
