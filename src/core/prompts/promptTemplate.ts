import type { RowValues } from '../datasets/row.ts';
import type { Finding, TextRange } from '../findings.ts';
import type { JsonValue } from '../jsonValue.ts';
import type { Message, ModelParameters } from '../models/chatModel.ts';

export type PromptFormat = 'prompty' | 'dotprompt' | 'prompt-yml' | 'prompt-md' | 'plain';

export interface PromptVariable {
  readonly name: string;
  /** Where it first stands in the file (a use, or else its declaration). */
  readonly range: TextRange;
  /** From the front matter's `inputs`, `input.schema` and the like; absent: nothing declared. */
  readonly declaredDefault?: JsonValue;
}

/** A prompt file, understood. */
export interface PromptTemplate {
  readonly format: PromptFormat;
  /** The file's name as given, for messages. */
  readonly file: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** As written in the front matter (`gpt-x`, `openai/gpt-x`, `googleai/..`); not yet resolved to a provider. */
  readonly model: string | undefined;
  readonly parameters: ModelParameters;
  /** Variables that the body uses, in order of first use. */
  readonly usedVariables: readonly PromptVariable[];
  /** Variables that the front matter declares, in order. */
  readonly declaredVariables: readonly PromptVariable[];
  /** Sample rows written in the prompt file itself (`testData` of `.prompt.yml`, `sample` of `.prompty`); mostly empty. */
  readonly testData: readonly RowValues[];
  /** Fixed text of the whole conversation with the variables left out: for token estimates. */
  readonly fixedText: string;
  /**
   * Renders the conversation for one row. Pure; never executes code from the template.
   * Rejects with `MissingVariableError` when a used variable has neither a column nor a declared default.
   */
  render(values: RowValues): Promise<readonly Message[]>;
}

/** What reading a prompt file gives: a template unless an error-severity finding stands in its way. Reading never throws. */
export interface PromptReading {
  readonly template: PromptTemplate | undefined;
  readonly findings: readonly Finding[];
}
