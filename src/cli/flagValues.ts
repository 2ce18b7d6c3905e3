import { UsageError } from './usageError.ts';

// Each reads what was typed after a flag. They throw a UsageError naming the flag, its value and what it takes.

export function openShare(flag: string, text: string): number {
  return number(flag, text, (value) => 0 < value && value < 1, 'a share strictly between 0 and 1, for example 0.05');
}

export function wholeNumber(flag: string, text: string, least: number): number {
  return number(
    flag,
    text,
    (value) => Number.isSafeInteger(value) && value >= least,
    `a whole number, at least ${least}`,
  );
}

export function number(flag: string, text: string, accepts: (value: number) => boolean, what: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || !accepts(value)) throw new UsageError(`${flag} takes ${what}, got "${text}".`);
  return value;
}

export function oneOf<T extends string>(flag: string, text: string, names: readonly T[]): T {
  const found = names.find((name) => name === text);
  if (found === undefined) throw new UsageError(`${flag} takes one of ${names.join(', ')}, got "${text}".`);
  return found;
}

export function list(flag: string, text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => name === ''))
    throw new UsageError(`${flag} takes names separated by commas, got "${text}".`);
  return names;
}

export function spendingCap(text: string): number {
  return number('--max-spend', text, (value) => value >= 0, 'an amount in USD, 0 or more');
}

export function seconds(flag: string, text: string): number {
  const accepts = (value: number) => 0 < value && value <= 86_400;
  return number(flag, text, accepts, 'a number of seconds, above 0 and at most a day');
}
