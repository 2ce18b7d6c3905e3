import type { RowValues } from '../datasets/row.ts';
import type { JsonValue } from '../jsonValue.ts';
import type { PromptSource } from './promptSource.ts';
import type { PromptVariable } from './promptTemplate.ts';
import { isRecord, type YamlField } from './yamlField.ts';

/** Whether a value is or holds `${env:NAME}` or `${file:NAME}`. Those are for the program that owns them: nothing here resolves them. */
export function holdsReference(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return /\$\{(?:env|file):/i.test(value);
  if (Array.isArray(value)) return value.some(holdsReference);
  return isRecord(value) && Object.values(value).some(holdsReference);
}

/** A text such as a name; undefined for anything else. */
export function readText(field: YamlField | undefined): string | undefined {
  const value = field?.value;
  return typeof value === 'string' && value.trim() !== '' && !holdsReference(value) ? value : undefined;
}

/** The model's name as written; undefined, with a finding, where it cannot be known. Of a list of models it is the first. */
export function readModel(field: YamlField | undefined, source: PromptSource): string | undefined {
  const model = field?.items[0] ?? field;
  if (model === undefined || model.value === undefined || model.value === null) return undefined;
  if (holdsReference(model.value)) {
    const message =
      'References are never resolved, so the model is not known from here. Name the models when profiling.';
    source.warning('unresolved-reference', message, model.span);
    return undefined;
  }
  const name = readText(model);
  if (name === undefined)
    source.warning('invalid-model', 'Expected the name of a model, such as "openai/gpt-x".', model.span);
  return name?.trim();
}

/** Warns that tools are not sent. */
export function warnOfTools(field: YamlField | undefined, source: PromptSource): void {
  if (field === undefined || field.value === null) return;
  const message =
    'Tools are not sent: the profile holds for answers without them. Profile the prompt of a step that needs none.';
  source.warning('unsupported-tools', message, field.keySpan);
}

/** A variable that the front matter declares; a default that is a reference counts as none. */
export function declareVariable(
  name: string,
  field: YamlField,
  options: { readonly source: PromptSource; readonly declaredDefault: JsonValue | undefined },
): PromptVariable {
  const variable = { name, range: options.source.range(field.keySpan) };
  const { declaredDefault } = options;
  return declaredDefault === undefined || holdsReference(declaredDefault) ? variable : { ...variable, declaredDefault };
}

/** A sample row; cells that hold references are left out. Undefined, with a finding, if this is not a map. */
export function readRow(field: YamlField, source: PromptSource): RowValues | undefined {
  if (!isRecord(field.value)) {
    const message =
      'Expected a row of the form "variable: value" here. Sample rows in other files are given with --data.';
    source.warning('invalid-test-data', message, field.span);
    return undefined;
  }
  return Object.fromEntries(Object.entries(field.value).filter(([, value]) => !holdsReference(value)));
}
