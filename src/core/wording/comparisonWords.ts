import { times } from '../amounts.ts';
import type { Translate } from '../translate.ts';

/** `2.90 times cheaper`, `1.20 times dearer`; undefined where the reference costs nothing. @param ratio reference cost over the new cost */
export function comparisonWords(ratio: number, t: Translate): string | undefined {
  if (ratio === Number.POSITIVE_INFINITY) return t('at no cost');
  if (!(ratio > 0)) return undefined;
  if (ratio === 1) return t('no saving');
  return ratio > 1 ? t('{0} times cheaper', times(ratio)) : t('{0} times dearer', times(1 / ratio));
}
