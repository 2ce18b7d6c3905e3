import type { ProfileEvent } from '../core/profiling/profile.ts';
import type { ProfileState } from './protocol.ts';
import { t } from './translate.ts';
import { comparison, times, usd, whole } from './wording.ts';

type Progress = Extract<ProfileEvent, { type: 'progress' }>;

/** The calls that a saving is counted over: a month's, or all of a dataset's rows. */
export type CountedCalls = Extract<ProfileState, { phase: 'running' }>['counted'];

/** What the profile would come to if it ended now, with the interval of what is saved. */
export function soFar({ models, best }: Pick<Progress, 'models' | 'best'>, counted: CountedCalls): string {
  const now = models.find(({ status }) => status === 'reference')?.costPerCallUSD;
  if (!best || now === undefined) return t('So far no cheaper model is shown to be good enough.');
  const { model, savings } = best;
  // A saving without end, when nothing is paid, comes as null to the page: messages are JSON.
  const ratio = savings.ratio ?? Number.POSITIVE_INFINITY;
  const gain = comparison(ratio);
  if (gain === undefined || !(ratio > 1)) return t('So far {0} is good enough, and not cheaper.', model);
  const savedUSD = (by: number): string => usd(now * counted.calls * (1 - 1 / by));
  const { interval } = savings;
  if (!interval || !Number.isFinite(interval.upper))
    return t('So far {0} is good enough: {1}, about {2} saved {3}.', model, gain, savedUSD(ratio), over(counted));
  return t(
    'So far {0} is good enough: {1} ({2} to {3}), {4} to {5} saved {6}.',
    model,
    gain,
    times(interval.lower),
    times(interval.upper),
    savedUSD(interval.lower),
    savedUSD(interval.upper),
    over(counted),
  );
}

/** While the certified search runs: what is expected, and that nothing is promised yet. */
export function expectedSoFar(
  { models, expected }: Pick<Progress, 'models' | 'expected'>,
  counted: CountedCalls,
): string {
  const now = models.find(({ status }) => status === 'reference')?.costPerCallUSD;
  const { ratio = 1, interval } = expected?.savings ?? {};
  if (
    !expected ||
    !interval ||
    now === undefined ||
    !Number.isFinite(interval.upper ?? Number.POSITIVE_INFINITY) ||
    !(ratio > 1)
  )
    return t('Choosing a way on some rows, then testing it on others: what is certified is known at the end.');
  const savedUSD = (by: number): string => usd(now * counted.calls * (1 - 1 / by));
  return t(
    'With {0} in front, {1} to {2} times cheaper is expected, {3} to {4} saved {5}. What is certified is known at the end.',
    expected.models.join(' → '),
    times(interval.lower),
    times(interval.upper),
    savedUSD(interval.lower),
    savedUSD(interval.upper),
    over(counted),
  );
}

function over({ scope, calls }: CountedCalls): string {
  return scope === 'batch' ? t('on all {0} rows', whole(calls)) : t('on {0} calls a month', whole(calls));
}
