import { goldColumnOf } from '../core/datasets/goldColumn.ts';
import type { RowValues } from '../core/datasets/row.ts';
import { InputError } from '../core/errors.ts';
import type { DatasetFileSample } from '../node/datasetFile.ts';

/** A column that P(IK) cannot read. */
export class KnowsColumnError extends InputError {
  readonly column: string;

  constructor(column: string, why: string) {
    super(`P(IK) cannot read the column "${column}": ${why}.`);
    this.column = column;
  }
}

/**
 * Every row has to have the columns, as whoever runs the config will have to give them.
 * @throws KnowsColumnError
 */
export function requireKnowsColumns(
  names: readonly string[],
  { rows, columns, goldColumn }: Pick<DatasetFileSample, 'rows' | 'columns' | 'goldColumn'>,
  file: string,
): void {
  for (const name of names) {
    if (name === goldColumn || goldColumnOf([name]) !== undefined)
      throw new KnowsColumnError(name, 'it holds the expected answers, which nobody has when the config runs');
    const lacking = rows.find(({ values }) => values[name] === undefined);
    if (!columns.includes(name) && lacking)
      throw new KnowsColumnError(name, `${file} has no such column; there are ${columns.join(', ')}`);
    if (lacking)
      throw new KnowsColumnError(
        name,
        `the row at ${file}:${lacking.line} lacks it; write null where there is nothing`,
      );
  }
}

/** The values of these columns; undefined: none are asked for. */
export function columnsOf(values: RowValues, names: readonly string[]): RowValues | undefined {
  return names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}
