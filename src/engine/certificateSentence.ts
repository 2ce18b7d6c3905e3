import { percent, plural } from '../core/amounts.ts';
import type { Certificate, Guarantee } from '../core/profiling/profile.ts';

/** What was tested, in one plain sentence; undefined where the promise rests on no test. */
export function certificateSentence(
  guarantee: Omit<Guarantee, 'method' | 'basis'>,
  kind: 'reference' | 'single' | 'mix' | 'cascade',
): string | undefined {
  const { certificate, delta, confidence, deviations, items } = guarantee;
  if (!certificate || kind === 'reference') return undefined;
  const { test, warmUpItems } = certificate;
  const found =
    kind === 'mix'
      ? `${deviations} answers of the cheaper model differed, which bounds the share that may go to it`
      : `${deviations} answers differed and at most ${allowedDeviations(certificate)} were allowed`;
  return (
    `It was tested on ${plural(items, 'item')} that nothing was chosen on (${warmUpItems} others were for choosing): ${found} ` +
    `for ${percent(delta)} with ${percent(confidence)} confidence (exact ${test} test).`
  );
}

function allowedDeviations({ looks, look }: Certificate): number {
  return looks[look]?.mostDeviations ?? 0;
}
