/** `$0.00021`, `$12.40`: enough digits to tell cheap calls apart. */
export function usd(amount: number): string {
  if (amount === 0) return '$0';
  if (Math.abs(amount) >= 0.995) return `$${amount.toFixed(2)}`;
  const digits = Math.min(12, 1 - Math.floor(Math.log10(Math.abs(amount))));
  return `$${amount.toFixed(digits)}`;
}

/** `3.4 %`, `10 %`; near either end with more digits (`99.98 %`), so that a share that is not quite nothing or all is not shown as such. */
export function percent(share: number): string {
  const fromEnd = 100 * Math.min(share, 1 - share);
  const digits = fromEnd > 0 ? Math.min(4, Math.max(1, -Math.floor(Math.log10(fromEnd)))) : 1;
  return `${Number((share * 100).toFixed(digits))} %`;
}

/** `2.9` times, `12` times. */
export function times(ratio: number): string {
  return ratio >= 100 ? ratio.toFixed(0) : ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2);
}

export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
