import type { Equivalence } from '../core/equivalence/equivalence.ts';
import type { ModelId } from '../core/models/chatModel.ts';
import type { AnswerSource, ProfileItem } from '../core/profiling/answerSource.ts';
import { compareMethods } from '../core/profiling/methodComparison.ts';
import type { ProfileEvent, ProfileRequest, ProfileResult, SelfDeviation } from '../core/profiling/profile.ts';
import type { ProfileWarning } from '../core/profiling/profileWarning.ts';
import { withFurtherCost } from '../core/profiling/savings.ts';
import { measureSelfDeviation } from '../core/profiling/selfDeviation.ts';
import type { RoutingConfig } from '../core/routing/routingConfig.ts';
import type { LiveProfileOptions, ProfileOptions } from './profileOptions.ts';
import { offerStudent, takesStudent } from './student/offerStudent.ts';
import type { ReplayOptions } from './student/projectStudent.ts';
import { DEFAULT_STUDENT_TERMS } from './student/studentSection.ts';

export interface Completion<Item extends ProfileItem> {
  readonly options: Pick<ProfileOptions, 'compare' | 'student'> & Pick<LiveProfileOptions, 'selfCheckItems'>;
  /** In profiling order. */
  readonly items: readonly Item[];
  readonly source: AnswerSource<Item>;
  readonly equivalence: Equivalence;
  /** What can be had without paying. */
  readonly known: { readonly answers: () => AnswerSource<Item>; readonly equivalence: Equivalence };
  /** Asking models takes minutes, and a student's learning a second; recorded answers take a second in all. */
  readonly learnsFromTooFew: ReplayOptions['learnsFromTooFew'];
  readonly configOf: (result: ProfileResult) => RoutingConfig;
}

/**
 * The profile's events, its result completed by what is asked about it once it is known: the reference's self-check, the comparison of methods, and
 * what a student in front would do.
 */
export async function* completedProfile<Item extends ProfileItem>(
  events: AsyncIterable<ProfileEvent>,
  completion: Completion<Item>,
  signal: AbortSignal,
): AsyncGenerator<ProfileEvent, void, undefined> {
  for await (const event of events) {
    yield event.type === 'done' ? { type: 'done', result: await completed(event.result, completion, signal) } : event;
  }
}

async function completed<Item extends ProfileItem>(
  result: ProfileResult,
  completion: Completion<Item>,
  signal: AbortSignal,
): Promise<ProfileResult> {
  const checked = await withChecks(result, completion, signal);
  const { items, known, options, equivalence, configOf, learnsFromTooFew } = completion;
  if (!takesStudent(result.request, equivalence)) return checked;
  const terms = options.student ?? DEFAULT_STUDENT_TERMS;
  const trial = { answers: known.answers(), equivalence, terms, learnsFromTooFew };
  return { ...checked, student: await offerStudent(configOf(result), items.slice(0, result.items), trial, signal) };
}

async function withChecks<Item extends ProfileItem>(
  result: ProfileResult,
  { items, source, equivalence, known, options: { selfCheckItems = 0, compare = false } }: Completion<Item>,
  signal: AbortSignal,
): Promise<ProfileResult> {
  if (selfCheckItems === 0 && !compare) return result;
  const { request } = result;
  const answered = await answeredItems(request.reference, items, known.answers(), signal);
  const checked = answered.slice(0, selfCheckItems);
  const selfDeviation = await measureSelfDeviation(request.reference, checked, { source, equivalence }, signal);
  const comparison = compare ? await compareMethods(request, answered, known, signal) : undefined;
  const spent = selfDeviation ? withSelfCheckCost(result, source.costUSD) : result;
  return {
    ...spent,
    referenceSelfDeviation: selfDeviation,
    comparison,
    warnings: [...result.warnings, ...selfDeviationWarnings(selfDeviation, request)],
  };
}

async function answeredItems<Item extends ProfileItem>(
  reference: ModelId,
  items: readonly Item[],
  answers: AnswerSource<Item>,
  signal: AbortSignal,
): Promise<Item[]> {
  const outcomes = await Promise.all(items.map((item) => answers.answer(reference, item, signal)));
  return items.filter((_, index) => outcomes[index]?.kind === 'answered');
}

/** In batch scope the saving counts profiling, and so this. */
function withSelfCheckCost(result: ProfileResult, profilingUSD: number): ProfileResult {
  const { request, referencePerCallUSD, savings } = result;
  const further = { referenceUSD: request.rows * referencePerCallUSD, furtherUSD: profilingUSD - result.profilingUSD };
  return {
    ...result,
    profilingUSD,
    savings: request.scope === 'batch' ? withFurtherCost(savings, further) : savings,
  };
}

function selfDeviationWarnings(
  found: SelfDeviation | undefined,
  { reference, delta }: Pick<ProfileRequest, 'reference' | 'delta'>,
): ProfileWarning[] {
  if (!found || found.deviations <= delta * found.items) return [];
  return [{ code: 'contradicts-itself', reference, delta, ...found }];
}
