import type { RowValues } from '../datasets/row.ts';
import type { PromptTemplate } from './promptTemplate.ts';

/**
 * The text of one input: the values of the variables that the prompt uses, in the prompt's order. What a person recognises a row by, what P(IK) reads, and
 * what an input's chance is drawn from; so it has to be the same in a profile and in the runtime.
 */
export function inputText({ usedVariables }: Pick<PromptTemplate, 'usedVariables'>, values: RowValues): string {
  return usedVariables
    .flatMap(({ name }) => {
      const value = values[name];
      return value === undefined ? [] : [typeof value === 'string' ? value : JSON.stringify(value)];
    })
    .join(' · ');
}
