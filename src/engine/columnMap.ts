import type { Row } from '../core/datasets/row.ts';
import { InputError } from '../core/errors.ts';
import type { PromptTemplate } from '../core/prompts/promptTemplate.ts';

/** The column that a variable is taken from, by variable; the others are taken from columns of their own names. */
export type ColumnMap = Readonly<Record<string, string>>;

/** A map from a variable or column that is not there. */
export class ColumnMapError extends InputError {
  constructor(what: string, known: readonly string[]) {
    super(`${what} There are: ${known.join(', ')}.`);
  }
}

/** @throws ColumnMapError */
export function requireMapped(
  map: ColumnMap,
  { file, usedVariables }: Pick<PromptTemplate, 'file' | 'usedVariables'>,
  columns: readonly string[],
): void {
  const variables = usedVariables.map(({ name }) => name);
  for (const [variable, column] of Object.entries(map)) {
    if (!variables.includes(variable))
      throw new ColumnMapError(`${file} has no variable "${variable}" to take from the column "${column}".`, variables);
    if (!columns.includes(column))
      throw new ColumnMapError(`The dataset has no column "${column}" for the variable "${variable}".`, columns);
  }
}

/** The row as the prompt's variables see it. */
export function withColumns(row: Row, map: ColumnMap): Row {
  const taken = Object.entries(map).flatMap(([variable, column]) => {
    const value = row.values[column];
    return value === undefined ? [] : [[variable, value] as const];
  });
  return taken.length === 0 ? row : { ...row, values: { ...row.values, ...Object.fromEntries(taken) } };
}
