import { percent as percentOf } from '../core/amounts.ts';
import { comparisonWords } from '../core/wording/comparisonWords.ts';
import { t } from './translate.ts';

/** How amounts are written is the same in the terminal and in the editor. */
export { times, usd } from '../core/amounts.ts';

/** `2.90 times cheaper`; undefined where the reference costs nothing. @param ratio reference cost over the new cost */
export function comparison(ratio: number): string | undefined {
  return comparisonWords(ratio, t);
}

/** `3.4 %`, never broken over two lines. */
export function percent(share: number): string {
  return unbroken(percentOf(share));
}

/** The text with its percentages kept whole at the end of a line. */
export function unbroken(text: string): string {
  return text.replaceAll(/(?<=\d) %/g, '\u00a0%');
}

/** `1,842` */
export function whole(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 0 });
}
