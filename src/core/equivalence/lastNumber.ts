const THOUSANDS = String.raw`[1-9]\d{0,2}(?:,\d{2,3}){0,6},\d{3}(?!\d)(?:\.\d+)?`;
const THOUSANDS_DOTTED = String.raw`[1-9]\d{0,2}(?:(?:\.\d{3}){1,7},\d+|(?:\.\d{3}){2,7}(?!\d))`;
const DIGITS = String.raw`${THOUSANDS}|${THOUSANDS_DOTTED}|\d+[.,]\d+|\d+|(?<!\.)\.\d+`;
const EXPONENT = String.raw`[eE]([-+]?\d+)(?![\p{L}\p{N}])`;
const POWER = String.raw`\s*\^\s*[{(]?\s*([-+]?\d+)`;
const TIMES_TEN = String.raw`\s*(?:[x×·⋅*]|\\times|\\cdot)\s*10${POWER}`;
const NUMBER = new RegExp(
  String.raw`(?<![\p{Script=Latin}\d_])((?:(?<![)\]])[-+])?)(?:[A-Z]{0,3}\p{Sc}\s?)?([-+]?)(${DIGITS})(?:${EXPONENT})?(?:${TIMES_TEN}|${POWER})?`,
  'gu',
);
const SEPARATOR = String.raw`(?:\{,\}|\\,|[ \u00a0\u2009\u202f'’_])`;
/** Between groups of three digits only, so that `2020 100` stays two numbers. */
const THOUSANDS_SPACE = new RegExp(
  String.raw`(?<=(?<![\d.,])[1-9]\d{0,2}(?:${SEPARATOR}\d{3}){0,6})${SEPARATOR}(?=\d{3}(?!\d))`,
  'g',
);
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * The last number in a text; undefined when there is none (or it is too large for a double). Understood: signs (also typographic), thousands
 * separators, decimal points and decimal commas, scientific notation (`1e3`, `1.5 × 10^3`), powers, fractions (`3/4`), currency signs around it. `1,234` is
 * one thousand and `1.234` is between one and two. Units are not understood: `12%` and `12 km` are 12,
 * `5 million` is 5. Digits right behind a Latin letter (`H2O`, `v2`) belong to the word.
 */
export function readLastNumber(text: string): number | undefined {
  const plain = withPlainSymbols(text);
  const matches = [...plain.matchAll(NUMBER)];
  const last = matches.at(-1);
  if (!last) return undefined;
  const slashed = (position: number): boolean => joinedBySlash(plain, matches.at(position - 1), matches.at(position));
  const isFraction = slashed(-1) && !slashed(-2);
  const value = isFraction ? numberIn(matches.at(-2) ?? last) / numberIn(last) : numberIn(last);
  return Number.isFinite(value) ? value : undefined;
}

/** Is the whole text one number, no code such as `007`, and not too large for a double to tell it from its neighbours? */
export function isNumber(text: string): boolean {
  const plain = withPlainSymbols(text).trim();
  const [number, second] = [...plain.matchAll(NUMBER)];
  if (!number || second || /^[-+]?0\d/.test(plain)) return false;
  return Math.abs(numberIn(number)) <= Number.MAX_SAFE_INTEGER && /^[\s\p{Sc}%]*$/u.test(plain.replace(number[0], ''));
}

function withPlainSymbols(text: string): string {
  return text
    .replace(/[\u2010\u2011\u2013\u2212\ufe63\uff0d]/g, '-')
    .replace(/(?<=10)[⁺⁻]?[⁰¹²³⁴-⁹]+/g, (power) =>
      power
        .replace('⁺', '^')
        .replace('⁻', '^-')
        .replace(/^(?!\^)/, '^')
        .replace(/[⁰¹²³⁴-⁹]/g, (digit) => String(SUPERSCRIPTS.indexOf(digit))),
    )
    .replace(/\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}/g, '$1/$2')
    .replace(THOUSANDS_SPACE, '');
}

function numberIn(match: RegExpExecArray): number {
  const [, outerSign, innerSign, digits = '', exponent = '0', tens = '0', power] = match;
  const sign = (outerSign || innerSign) === '-' ? -1 : 1;
  const number = Number(`${withDecimalPoint(digits)}e${Number(exponent) + Number(tens)}`);
  return sign * (power === undefined ? number : number ** Number(power));
}

function withDecimalPoint(digits: string): string {
  if (new RegExp(`^(?:${THOUSANDS})$`).test(digits)) return digits.replaceAll(',', '');
  if (new RegExp(`^(?:${THOUSANDS_DOTTED})$`).test(digits)) return digits.replaceAll('.', '').replace(',', '.');
  return digits.replace(',', '.');
}

function joinedBySlash(text: string, before: RegExpExecArray | undefined, after: RegExpExecArray | undefined): boolean {
  if (!before || !after) return false;
  return /^\s*\/\s*$/.test(text.slice(before.index + before[0].length, after.index));
}
