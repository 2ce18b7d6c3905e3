import { usd } from '../../core/amounts.ts';
import type { RoutingConfig } from '../../core/routing/routingConfig.ts';
import type { Translate } from '../../core/translate.ts';
import type { ConfigCheck } from '../../engine/checkConfigs.ts';

/** `86 % cheaper`, `no saving`; undefined where nothing is paid. */
export function savingWords({ evidence: { cost } }: RoutingConfig, t: Translate): string | undefined {
  const { savingsRatio: ratio } = cost;
  if (ratio === undefined || !(ratio > 0)) return undefined;
  if (Math.abs(ratio - 1) < 0.005) return t('no saving');
  return ratio > 1 ? t('{0} % cheaper', wholePercent(1 - 1 / ratio)) : t('{0} % dearer', wholePercent(1 / ratio - 1));
}

/** `certified 86 % cheaper`, where an exact test stands behind it. */
export function asPromised(gain: string, { kind, guarantee }: RoutingConfig, t: Translate): string {
  return guarantee.basis === 'exact test' && kind !== 'reference' ? t('certified {0}', gain) : gain;
}

/** `profiled 3 days ago`. @param today `YYYY-MM-DD` */
export function ageWords({ evidence: { profiledOn } }: RoutingConfig, today: string, t: Translate): string {
  const days = Math.round((Date.parse(today) - Date.parse(profiledOn)) / 86_400_000);
  if (!(days > 0)) return t('profiled today');
  return days === 1 ? t('profiled yesterday') : t('profiled {0} days ago', days);
}

/** Why a config is stale, in a few words: the first reason. */
export function staleWords({ findings }: ConfigCheck, t: Translate): string {
  const reason = findings.find(({ code }) => code !== 'price-unknown');
  switch (reason?.code) {
    case 'unreadable-config':
    case 'invalid-config':
      return t('cannot be read');
    case 'newer-config':
      return t('of a newer Downtier');
    case 'prompt-missing':
      return t('stale: prompt missing');
    case 'prompt-changed':
      return t('stale: prompt changed');
    case 'dataset-missing':
      return t('stale: dataset missing');
    case 'dataset-changed':
      return t('stale: dataset changed');
    case 'model-retires':
      return t('stale: {0} retires', reason.model ?? t('a model'));
    case 'student-file':
      return t('the student’s file cannot be used');
    case 'price-changed':
      return t('stale: price changed');
    case 'price-unknown':
    case undefined:
      return t('stale');
  }
}

/** `$0.0003 a call` of the recommended way. */
export function policyCostWords({ evidence: { cost } }: RoutingConfig, t: Translate): string {
  return t('{0} a call', usd(cost.policyPerCallUSD));
}

/** Never 100 or 0 for what is not quite all or nothing. */
function wholePercent(share: number): number {
  const percent = share * 100;
  return percent < 99 && percent >= 1 ? Math.round(percent) : Number(percent.toPrecision(3));
}
