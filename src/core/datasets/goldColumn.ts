import type { Finding } from '../findings.ts';
import type { JsonValue } from '../jsonValue.ts';
import { lineFinding } from './lineFinding.ts';

/** Names that mark a column as the expected answers, whatever their case; earlier ones win. */
export const goldColumnNames: readonly string[] = ['expected', 'gold', 'label', 'ground_truth', '__expected'];

/** The column that holds the expected answers, if any; where several could, the earliest in `goldColumnNames`. */
export function goldColumnOf(columns: readonly string[]): string | undefined {
  return candidates(columns)[0];
}

/** Says which column was taken where several could have been. */
export function severalGoldColumns(columns: readonly string[], line: number): Finding | undefined {
  const [taken, ...others] = candidates(columns);
  if (taken === undefined || others.length === 0) return undefined;
  const message = `Column "${taken}" is taken as the expected answers, and not ${others.map((name) => `"${name}"`).join(', ')}; rename the columns that are not.`;
  return lineFinding({ code: 'several-gold-columns', severity: 'warning', message, line });
}

/** An expected answer as text; `undefined` where there is none. What is no text is written as JSON. */
export function goldText(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.trim() === '' ? undefined : text;
}

function candidates(columns: readonly string[]): readonly string[] {
  const rank = (column: string) => goldColumnNames.indexOf(column.toLowerCase());
  return columns.filter((column) => rank(column) !== -1).sort((first, second) => rank(first) - rank(second));
}
