import type { NumberField, SetupState } from './protocol.ts';
import { t } from './translate.ts';
import { percent, usd, whole } from './wording.ts';

/** How one blank of the promise is shown and read. */
interface NumberFormat {
  show(value: number): string;
  /** undefined: it cannot be that. */
  read(text: string): number | undefined;
  /** What it may be, a whole sentence. */
  rule(): string;
  /** For screen readers: the blank stands in the middle of a sentence. */
  label(): string;
}

const numberFormats: Readonly<Record<NumberField, NumberFormat>> = {
  delta: {
    show: percent,
    read: (text) => shareIn(text, 0),
    rule: () => t('Answers may differ on more than 0 % and less than 100 % of inputs.'),
    label: () => t('Largest share of inputs on which answers may differ'),
  },
  confidence: {
    show: percent,
    read: (text) => shareIn(text, 0.5),
    rule: () => t('The confidence is more than 50 % and less than 100 %.'),
    label: () => t('Confidence'),
  },
  studentDelta: {
    show: percent,
    read: (text) => shareIn(text, 0),
    rule: () => t('A student may answer more than 0 % and less than 100 % of inputs unlike the stages.'),
    label: () => t('Largest share of inputs that a student may answer unlike the stages'),
  },
  volume: {
    show: whole,
    read: (text) => checked(text, (value) => Number.isSafeInteger(value) && value >= 1),
    rule: () => t('The number of calls is a whole number from 1 on.'),
    label: () => t('Calls a month'),
  },
  maxSpendUSD: {
    show: (value) => (value >= 1 ? `$${value.toFixed(2)}` : usd(value)),
    read: (text) => checked(text.replace(/^\s*(USD|\$)|USD\s*$/i, ''), (value) => value >= 0),
    rule: () => t('The spending cap is an amount in US dollars, such as $5.00.'),
    label: () => t('Spending cap in US dollars'),
  },
};

export function numberFormat(field: NumberField): NumberFormat {
  return numberFormats[field];
}

/** What is typed into a blank and cannot be taken. */
export interface Draft {
  readonly text: string;
  readonly problem: string;
}

export type Drafts = Readonly<Partial<Record<NumberField, Draft>>>;

/** What the blank shows: the text that could not be taken, else the host's value. */
export function blankText(field: NumberField, setup: SetupState, drafts: Drafts): string {
  return drafts[field]?.text ?? numberFormats[field].show(setup[field]);
}

/** `5`, `5 %` or `5,5%` as a share above `floor` and below 1. */
function shareIn(text: string, floor: number): number | undefined {
  const value = checked(text.replace(/\s*%\s*$/, ''), (percentage) => floor * 100 < percentage && percentage < 100);
  // The quotient has noise in its last bits; nobody means more than twelve digits.
  return value === undefined ? undefined : Number((value / 100).toPrecision(12));
}

/** Commas before three digits group them, any other comma is a decimal one. */
function checked(text: string, allowed: (value: number) => boolean): number | undefined {
  const plain = text
    .replace(/[\s_]/g, '')
    .replace(/,(?=\d{3}(?:\D|$))/g, '')
    .replace(',', '.');
  if (!/^\d*\.?\d+$|^\d+\.$/.test(plain)) return undefined;
  const value = Number(plain);
  return allowed(value) ? value : undefined;
}
