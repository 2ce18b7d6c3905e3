import type { RowValues } from '../../datasets/row.ts';
import type { PromptVariable } from '../promptTemplate.ts';

/** A template in one of the template languages, understood: what it uses, and how it renders. */
export interface CompiledTemplate<Rendered> {
  /** In order of first use. A variable that the template can do without has null as its default. */
  readonly variables: readonly PromptVariable[];
  /** The text outside of all tags. */
  readonly fixedText: string;
  /** Throws whatever its library throws on values that do not fit; `values` has no prototypes and every variable without a default. */
  render(values: RowValues): Rendered;
}

/** Line ends as every program gets them, however the file was checked out. */
export function withPlainLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
