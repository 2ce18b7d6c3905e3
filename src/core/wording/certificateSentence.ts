import { percent } from '../amounts.ts';
import type { Certificate, Guarantee } from '../profiling/profile.ts';
import type { Translate } from '../translate.ts';
import { itemCount } from './countWords.ts';

/** What was tested, in one plain sentence; undefined where the promise rests on no test. */
export function certificateSentence(
  guarantee: Omit<Guarantee, 'method' | 'basis'>,
  kind: 'reference' | 'single' | 'mix' | 'cascade',
  t: Translate,
): string | undefined {
  const { certificate, delta, confidence, deviations, items } = guarantee;
  if (!certificate || kind === 'reference') return undefined;
  const found =
    kind === 'mix'
      ? t('{0} answers of the cheaper model differed, which bounds the share that may go to it', deviations)
      : t('{0} answers differed and at most {1} were allowed', deviations, allowedDeviations(certificate));
  return t(
    'It was tested on {0} that nothing was chosen on ({1} others were for choosing): {2} for {3} with {4} confidence (exact {5} test).',
    itemCount(items, t),
    certificate.warmUpItems,
    found,
    percent(delta),
    percent(confidence),
    testName(certificate, t),
  );
}

function testName({ test }: Certificate, t: Translate): string {
  return test === 'binomial' ? t('binomial') : t('hypergeometric');
}

function allowedDeviations({ looks, look }: Certificate): number {
  return looks[look]?.mostDeviations ?? 0;
}
