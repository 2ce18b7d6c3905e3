import { buildTemplate, type Conversation } from '../buildTemplate.ts';
import { readFrontMatter } from '../frontMatter.ts';
import { isParameterName, readParameters } from '../parameters.ts';
import { bodyFrom, type PromptSource, type TemplateText } from '../promptSource.ts';
import type { PromptFormat, PromptTemplate } from '../promptTemplate.ts';
import { readModel, readText, warnOfTools } from '../settings.ts';
import { compileMustache } from '../templates/mustache.ts';

const parameterGroups = ['parameters', 'modelParameters', 'config', 'options'];

/** Reads plain text or Markdown: one user message with `{{name}}` in it, settings in a front matter if there is one. */
export function readPlain(source: PromptSource): PromptTemplate | undefined {
  return readOneMessage(source, 'plain', (body) => body);
}

/** Reads VS Code's `.prompt.md`: one user message in which `${input:name}` is a variable too. */
export function readPromptMd(source: PromptSource): PromptTemplate | undefined {
  return readOneMessage(source, 'prompt-md', (body) => {
    warnOfEditorVariables(body, source);
    return { ...body, text: body.text.replace(editorInput, toTag) };
  });
}

function readOneMessage(
  source: PromptSource,
  format: PromptFormat,
  prepare: (body: TemplateText) => TemplateText,
): PromptTemplate | undefined {
  const { fields, bodyStart } = readFrontMatter(source);
  warnOfTools(fields.get('tools'), source);
  const grouped = parameterGroups.flatMap((group) => fields.get(group)?.entries ?? []);
  const direct = fields.entries.filter((entry) => isParameterName(entry.key));
  return buildTemplate(
    source,
    {
      format,
      name: readText(fields.get('name')),
      description: readText(fields.get('description')),
      model: readModel(fields.get('model'), source),
      parameters: readParameters([...grouped, ...direct], source),
      declaredVariables: [],
      testData: [],
    },
    oneMessage(prepare(bodyFrom(source, bodyStart)), source),
  );
}

function oneMessage(body: TemplateText, source: PromptSource): Conversation | undefined {
  const compiled = compileMustache(body, source);
  return compiled && { ...compiled, render: (values) => [{ role: 'user', content: compiled.render(values) }] };
}

/** `${input:name}` or `${input:name:what to ask for}`. */
const editorInput = /\$\{input:\s*([\w-]+)\s*(?::[^}\r\n]*)?\}/g;

/** The tag is padded to the length of what it stands for, so that all places stay the same. */
function toTag(written: string, name: string): string {
  return `{{${name.padEnd(written.length - '{{}}'.length)}}}`;
}

function warnOfEditorVariables(body: TemplateText, source: PromptSource): void {
  const editorOnly = /\$\{(?:selection|selectedText|file\w*|workspaceFolder\w*)\}|(?<!\S)#(?:file|tool):\S+/g;
  for (const use of body.text.matchAll(editorOnly)) {
    const message =
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how the editor writes its variables.
      'Only the editor can fill this in, so it stays as it is. Write ${input:name} to take it from a column.';
    source.warning('unsupported-editor-variable', message, body.spanOf(use.index, use.index + use[0].length));
  }
}
