import { Dotprompt, type ParsedPrompt, type PromptFunction } from 'dotprompt';
import type { JsonValue } from '../../jsonValue.ts';
import type { Message, ModelParameters } from '../../models/chatModel.ts';
import { buildTemplate, type Conversation } from '../buildTemplate.ts';
import { readFrontMatter } from '../frontMatter.ts';
import { readParameters, warnOfSchema } from '../parameters.ts';
import { bodyFrom, type PromptSource, type TemplateText } from '../promptSource.ts';
import type { PromptTemplate, PromptVariable } from '../promptTemplate.ts';
import { inertValues } from '../promptValues.ts';
import { roleNamed } from '../roles.ts';
import { declareVariable, readModel, readText, warnOfTools } from '../settings.ts';
import { withPlainLineEnds } from '../templates/compiledTemplate.ts';
import { readHandlebars } from '../templates/handlebars.ts';
import type { YamlField } from '../yamlField.ts';

/** Reads Dotprompt's `.prompt`: Handlebars with `{{role "system"}}`, and schemas in its short form or in JSON Schema. */
export function readDotprompt(source: PromptSource): PromptTemplate | undefined {
  const { fields, bodyStart } = readFrontMatter(source);
  warnOfTools(fields.get('tools') ?? fields.get('toolDefs'), source);
  return buildTemplate(
    source,
    {
      format: 'dotprompt',
      name: readText(fields.get('name')),
      description: readText(fields.get('description')),
      model: readModel(fields.get('model'), source),
      parameters: {
        ...readParameters(fields.get('config')?.entries ?? [], source),
        ...readOutput(fields.get('output'), source),
      },
      declaredVariables: readInput(fields.get('input'), source),
      testData: [],
    },
    compileBody(bodyFrom(source, bodyStart), source),
  );
}

function compileBody(body: TemplateText, source: PromptSource): Conversation | undefined {
  const reading = readHandlebars(body, source);
  if (reading === undefined) return undefined;
  let prompt: Promise<PromptFunction> | undefined;
  return {
    ...reading,
    async render(values) {
      prompt ??= new Dotprompt().compile({ template: hideMarks(withPlainLineEnds(body.text)) } as ParsedPrompt);
      const rendered = await (await prompt)({ input: inertValues(values, hideMarks) });
      return rendered.messages.map(
        ({ role, content }): Message => ({
          role: roleNamed(role) ?? 'user',
          content: showMarks(content.map((part) => part.text ?? '').join('')),
        }),
      );
    },
  };
}

/**
 * The library finds the messages by marks of the form `<<<..>>>` in the text it has rendered, and a row value could hold such a
 * mark. So while it renders, every `<` of the template and of the row is another character, which no outside text can hold.
 */
const standIn = '\uFDD4';

function hideMarks(text: string): string {
  return text.replaceAll('<', standIn);
}

function showMarks(text: string): string {
  return text.replaceAll(standIn, '<');
}

function readOutput(output: YamlField | undefined, source: PromptSource): ModelParameters {
  const schema = output?.get('schema');
  if (schema !== undefined) warnOfSchema(schema, source);
  const format = output?.get('format')?.value;
  if (format === 'text') return { responseFormat: 'text' };
  return format === 'json' || (format === undefined && schema !== undefined) ? { responseFormat: 'json' } : {};
}

/** The variables of `input.schema` and `input.default`; what the schema calls optional has null as its default. */
function readInput(input: YamlField | undefined, source: PromptSource): readonly PromptVariable[] {
  const defaults = input?.get('default');
  const declared = readSchema(input?.get('schema')).map(({ name, field, isOptional }) => {
    const written: JsonValue | undefined = defaults?.get(name)?.value;
    return declareVariable(name, field, { source, declaredDefault: written ?? (isOptional ? null : undefined) });
  });
  const inSchema = new Set(declared.map((variable) => variable.name));
  const others = (defaults?.entries ?? []).filter((entry) => !inSchema.has(entry.key));
  return [
    ...declared,
    ...others.map((entry) => declareVariable(entry.key, entry, { source, declaredDefault: entry.value })),
  ];
}

interface SchemaEntry {
  readonly name: string;
  readonly field: YamlField;
  readonly isOptional: boolean;
}

function readSchema(schema: YamlField | undefined): readonly SchemaEntry[] {
  const properties = schema?.get('properties');
  if (properties !== undefined) {
    const required = new Set(schema?.get('required')?.items.map((item) => item.value));
    return properties.entries.map((field) => ({ name: field.key, field, isOptional: !required.has(field.key) }));
  }
  return (schema?.entries ?? []).flatMap((field) => {
    // `name`, `name?`, `name(array, what it is)`, and `(*)` for everything else.
    const [, name = '', optional] = /^([^(?]*)(\?)?/.exec(field.key) ?? [];
    return name === '' ? [] : { name, field, isOptional: optional !== undefined };
  });
}
