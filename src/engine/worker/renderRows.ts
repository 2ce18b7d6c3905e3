import type { Row, RowValues } from '../../core/datasets/row.ts';
import type { Message } from '../../core/models/chatModel.ts';
import type { PromptTemplate } from '../../core/prompts/promptTemplate.ts';
import type { MatchedVariable } from './matchColumns.ts';

/** Rejects with what `PromptTemplate.render` rejects with. */
export function renderRows(
  template: PromptTemplate,
  rows: readonly Row[],
  variables: readonly Pick<MatchedVariable, 'name' | 'column'>[],
): Promise<(readonly Message[])[]> {
  return Promise.all(rows.map(({ values }) => template.render(withColumns(values, variables))));
}

function withColumns(values: RowValues, variables: readonly Pick<MatchedVariable, 'name' | 'column'>[]): RowValues {
  const taken = variables.flatMap(({ name, column }) => {
    const value = column === undefined ? undefined : values[column];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...values, ...Object.fromEntries(taken) };
}
