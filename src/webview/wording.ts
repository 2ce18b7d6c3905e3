/** How amounts are written is the same in the terminal and in the editor. */
export { comparison, percent, times, usd } from '../core/amounts.ts';

/** `1,842` */
export function whole(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 0 });
}
