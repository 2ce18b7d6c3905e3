import type { RowValues } from '../datasets/row.ts';
import type { JsonValue } from '../jsonValue.ts';
import type { Message, ModelParameters } from '../models/chatModel.ts';
import { MissingVariableError } from './missingVariableError.ts';
import { withoutNoncharacters } from './noncharacters.ts';
import type { PromptSource } from './promptSource.ts';
import type { PromptFormat, PromptTemplate, PromptVariable } from './promptTemplate.ts';
import { inertValues } from './promptValues.ts';
import { TemplateRenderError } from './templateRenderError.ts';
import type { CompiledTemplate } from './templates/compiledTemplate.ts';

/** What a format reads besides the conversation itself. */
export interface PromptSettings {
  readonly format: PromptFormat;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly model: string | undefined;
  readonly parameters: ModelParameters;
  readonly declaredVariables: readonly PromptVariable[];
  readonly testData: readonly RowValues[];
}

/** A template that renders to a whole conversation. */
export type Conversation = CompiledTemplate<readonly Message[] | Promise<readonly Message[]>>;

/** The last step of every format: undefined when an error among the findings stands in the way. */
export function buildTemplate(
  source: PromptSource,
  settings: PromptSettings,
  conversation: Conversation | undefined,
): PromptTemplate | undefined {
  if (conversation === undefined || source.hasErrors) return undefined;
  if (conversation.fixedText.trim() === '' && conversation.variables.length === 0) {
    source.error('empty-prompt', 'The prompt is empty. Write what the model is to do.', { start: 0, end: 1 });
    return undefined;
  }
  const usedVariables = withDeclaredDefaults(conversation.variables, settings.declaredVariables);
  return {
    ...settings,
    file: source.file,
    usedVariables,
    fixedText: conversation.fixedText,
    async render(row) {
      const values = valuesFor(usedVariables, row, source.file);
      try {
        return await conversation.render(inertValues(values, withoutNoncharacters));
      } catch (cause) {
        throw new TemplateRenderError(source.file, cause);
      }
    },
  };
}

function withDeclaredDefaults(
  used: readonly PromptVariable[],
  declared: readonly PromptVariable[],
): readonly PromptVariable[] {
  const defaults = new Map(declared.map((variable) => [variable.name, variable.declaredDefault]));
  return used.map((variable) => {
    const declaredDefault = defaults.get(variable.name);
    return declaredDefault === undefined ? variable : { ...variable, declaredDefault };
  });
}

/** Only what the template uses, so that no column can stand in for one of the template language's own words. */
function valuesFor(used: readonly PromptVariable[], row: RowValues, file: string): RowValues {
  const values: Record<string, JsonValue> = Object.create(null);
  for (const { name: variable, declaredDefault } of used) {
    const value = Object.hasOwn(row, variable) ? row[variable] : declaredDefault;
    if (value === undefined) throw new MissingVariableError({ variable, file, columns: Object.keys(row) });
    // A default of null says: may be left out. In every template language a value that is not there renders as nothing.
    if (value !== null) values[variable] = value;
  }
  return values;
}
