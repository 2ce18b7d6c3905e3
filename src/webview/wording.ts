import { percent as percentOf } from '../core/amounts.ts';

/** How amounts are written is the same in the terminal and in the editor. */
export { comparison, times, usd } from '../core/amounts.ts';

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
