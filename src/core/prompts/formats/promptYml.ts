import type { RowValues } from '../../datasets/row.ts';
import type { Message } from '../../models/chatModel.ts';
import { buildTemplate, type Conversation } from '../buildTemplate.ts';
import { readYaml } from '../frontMatter.ts';
import { readParameters, warnOfSchema } from '../parameters.ts';
import type { PromptSource, TemplateText } from '../promptSource.ts';
import type { PromptTemplate, PromptVariable } from '../promptTemplate.ts';
import { type Role, roleNamed } from '../roles.ts';
import { readModel, readRow, readText } from '../settings.ts';
import type { CompiledTemplate } from '../templates/compiledTemplate.ts';
import { compileMustache } from '../templates/mustache.ts';
import type { YamlField } from '../yamlField.ts';

/** Reads `.prompt.yml`: messages with `{{name}}` in them, and rows to test with. */
export function readPromptYml(source: PromptSource): PromptTemplate | undefined {
  const fields = readYaml(source, { start: source.text.startsWith('\uFEFF') ? 1 : 0, end: source.text.length });
  const parameters = fields.get('modelParameters')?.entries ?? [];
  const formats = fields.entries.filter((entry) => entry.key === 'responseFormat');
  const schema = fields.get('jsonSchema');
  if (schema !== undefined) warnOfSchema(schema, source);
  return buildTemplate(
    source,
    {
      format: 'prompt-yml',
      name: readText(fields.get('name')),
      description: readText(fields.get('description')),
      model: readModel(fields.get('model'), source),
      parameters: readParameters([...parameters, ...formats], source),
      declaredVariables: [],
      testData: readTestData(fields.get('testData'), source),
    },
    fields.value === undefined ? undefined : readMessages(fields, source),
  );
}

interface MessageTemplate {
  readonly role: Role;
  readonly content: CompiledTemplate<string>;
}

function readMessages(fields: YamlField, source: PromptSource): Conversation | undefined {
  const list = fields.get('messages');
  const items = list?.items ?? [];
  if (items.length === 0) {
    const message = 'Expected a list of messages here: "messages:" with "- role: user" and "content: .." in it.';
    source.error('no-messages', message, (list ?? fields).keySpan);
    return undefined;
  }
  const messages = items.map((item) => readMessage(item, source)).filter((message) => message !== undefined);
  return {
    variables: firstUses(messages.flatMap((message) => message.content.variables)),
    fixedText: messages.map((message) => message.content.fixedText).join('\n'),
    render: (values) => messages.map(({ role, content }): Message => ({ role, content: content.render(values) })),
  };
}

function readMessage(item: YamlField, source: PromptSource): MessageTemplate | undefined {
  const role = item.get('role');
  const named = typeof role?.value === 'string' ? roleNamed(role.value) : undefined;
  if (named === undefined) {
    source.error('unsupported-role', 'Expected the role "system", "user" or "assistant" here.', (role ?? item).span);
  }
  const content = item.get('content');
  if (typeof content?.value !== 'string') {
    source.error('unsupported-content', 'Expected the content of a message as one text here.', (content ?? item).span);
    return undefined;
  }
  const compiled = compileMustache(scalarText(content, content.value, source), source);
  return compiled && named && { role: named, content: compiled };
}

/** YAML indents, folds and escapes text, so a tag's place is found by looking for the tag in the file. */
function scalarText(field: YamlField, text: string, source: PromptSource): TemplateText {
  const { start, end } = field.span;
  const written = source.text.slice(start, end);
  return {
    text,
    spanOf(from, to) {
      const at = written.indexOf(text.slice(from, to));
      return at === -1 ? { start, end } : { start: start + at, end: start + at + (to - from) };
    },
  };
}

/** A variable that one message can do without is needed all the same when another cannot. */
function firstUses(uses: readonly PromptVariable[]): readonly PromptVariable[] {
  const variables = new Map<string, PromptVariable>();
  for (const use of uses) {
    const first = variables.get(use.name);
    if (first === undefined) variables.set(use.name, use);
    else if (use.declaredDefault === undefined) variables.set(use.name, { name: use.name, range: first.range });
  }
  return [...variables.values()];
}

function readTestData(field: YamlField | undefined, source: PromptSource): readonly RowValues[] {
  return (field?.items ?? []).map((item) => readRow(item, source)).filter((row) => row !== undefined);
}
