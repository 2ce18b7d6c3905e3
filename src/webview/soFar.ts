import type { ModelReport } from '../core/profiling/profile.ts';
import { t } from './translate.ts';
import { comparison, usd, whole } from './wording.ts';

/** What the profile would come to if it ended now, for the cheapest model shown to be good enough alone; means, without an interval. */
export function soFar(models: readonly ModelReport[], volume: number): string {
  const now = models.find(({ status }) => status === 'reference')?.costPerCallUSD;
  const enough = models
    .filter(({ status }) => status === 'satisfies')
    .flatMap(({ id, costPerCallUSD }) => (costPerCallUSD === undefined ? [] : [{ id, costPerCallUSD }]))
    .sort((a, b) => a.costPerCallUSD - b.costPerCallUSD)[0];
  if (!enough || now === undefined) return t('So far no cheaper model is shown to be good enough.');
  const gain = comparison(now / enough.costPerCallUSD);
  if (gain === undefined || enough.costPerCallUSD >= now)
    return t('So far {0} is good enough, and not cheaper.', enough.id);
  const saved = usd((now - enough.costPerCallUSD) * volume);
  return t(
    'So far {0} is good enough: {1}, about {2} saved on {3} calls a month.',
    enough.id,
    gain,
    saved,
    whole(volume),
  );
}
