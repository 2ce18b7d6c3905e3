import type { Row } from '../../core/datasets/row.ts';
import type { Message } from '../../core/models/chatModel.ts';
import type { PromptTemplate } from '../../core/prompts/promptTemplate.ts';
import { withColumns } from '../columnMap.ts';

/** As a profile renders them. Rejects with what `PromptTemplate.render` rejects with. */
export function renderRows(
  template: PromptTemplate,
  rows: readonly Row[],
  columns: Readonly<Record<string, string>>,
): Promise<(readonly Message[])[]> {
  return Promise.all(rows.map((row) => template.render(withColumns(row, columns).values)));
}
