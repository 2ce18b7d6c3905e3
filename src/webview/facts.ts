import type { ProfileResult } from '../core/profiling/profile.ts';
import { t } from './translate.ts';
import { usd, whole } from './wording.ts';

/** One figure of the result with what it is of. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly detail: string | undefined;
  /** It is money saved. */
  readonly good: boolean;
}

/** What the recommendation means in money. A promise about one dataset is counted over that dataset, others a month at the volume. */
export function facts(result: ProfileResult): readonly Fact[] {
  return result.request.scope === 'batch' ? batchFacts(result) : streamFacts(result);
}

function streamFacts(result: ProfileResult): readonly Fact[] {
  const { referencePerCallUSD, policyPerCallUSD, request, profilingUSD } = result;
  const savedPerCallUSD = result.recommendation.kind === 'reference' ? 0 : referencePerCallUSD - policyPerCallUSD;
  const good = savedPerCallUSD > 0;
  return [
    { label: t('1,000 calls, now'), value: usd(1000 * referencePerCallUSD), detail: undefined, good: false },
    { label: t('1,000 calls, then'), value: usd(1000 * policyPerCallUSD), detail: thenDetail(result, 1000), good },
    {
      label: savedPerCallUSD < 0 ? t('dearer a month') : t('saved a month'),
      value: usd(Math.abs(savedPerCallUSD) * request.volume),
      detail: t('at {0} calls', whole(request.volume)),
      good: false,
    },
    good
      ? {
          label: t('profiling paid back in'),
          value: t('{0} calls', whole(Math.ceil(profilingUSD / savedPerCallUSD))),
          detail: t('it cost {0}', usd(profilingUSD)),
          good: false,
        }
      : { label: t('profiling cost'), value: usd(profilingUSD), detail: t('nothing pays it back'), good: false },
  ];
}

function batchFacts(result: ProfileResult): readonly Fact[] {
  const { referencePerCallUSD, request, profilingUSD, savings, items } = result;
  const nowUSD = referencePerCallUSD * request.rows;
  // The ratio of batch scope counts profiling. One without end, when nothing is paid, comes as null: messages are JSON.
  const thenUSD = savings.ratio > 0 ? nowUSD / savings.ratio : 0;
  const savedUSD = nowUSD - thenUSD;
  const rows = t('all {0} rows', whole(request.rows));
  return [
    { label: t('{0}, by the reference', rows), value: usd(nowUSD), detail: undefined, good: false },
    {
      label: t('{0}, this way', rows),
      value: usd(thenUSD),
      detail: thenDetail(result, request.rows),
      good: savedUSD > 0,
    },
    {
      label: savedUSD < 0 ? t('dearer') : t('saved'),
      value: usd(Math.abs(savedUSD)),
      detail: t('profiling included'),
      good: false,
    },
    { label: t('profiling cost'), value: usd(profilingUSD), detail: t('{0} rows done', whole(items)), good: false },
  ];
}

/** The interval of what so many calls cost then. */
function thenDetail(
  { recommendation, referencePerCallUSD, savings }: ProfileResult,
  calls: number,
): string | undefined {
  if (recommendation.kind === 'reference') return t('unchanged');
  const { interval } = savings;
  if (!interval || !(interval.lower > 0) || !Number.isFinite(interval.upper)) return undefined;
  const nowUSD = referencePerCallUSD * calls;
  const [least, most] = [usd(nowUSD / interval.upper), usd(nowUSD / interval.lower)];
  return least === most ? undefined : t('{0} to {1}', least, most);
}
