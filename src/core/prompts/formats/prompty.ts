import type { RowValues } from '../../datasets/row.ts';
import { buildTemplate, type Conversation } from '../buildTemplate.ts';
import { readFrontMatter } from '../frontMatter.ts';
import { readParameters, warnOfSchema } from '../parameters.ts';
import { bodyFrom, type PromptSource, type TemplateText } from '../promptSource.ts';
import type { PromptTemplate, PromptVariable } from '../promptTemplate.ts';
import { declareVariable, holdsReference, readModel, readRow, readText, warnOfTools } from '../settings.ts';
import { compileJinja } from '../templates/jinja.ts';
import { compileMustache } from '../templates/mustache.ts';
import { isRecord, type YamlField } from '../yamlField.ts';
import { markRoles, messagesOf, withoutMarks } from './promptyRoles.ts';

const engines = { jinja2: compileJinja, jinja: compileJinja, mustache: compileMustache } as const;
const chatApis: ReadonlySet<unknown> = new Set(['chat', 'responses', 'completion']);
const otherKinds: ReadonlySet<unknown> = new Set(['thread', 'image', 'file', 'audio']);

/** Reads `.prompty`, version 1 (`model.configuration`, `model.parameters`) and 2 (`model.id`, `model.options`). */
export function readPrompty(source: PromptSource): PromptTemplate | undefined {
  const { fields, bodyStart } = readFrontMatter(source);
  const body = bodyFrom(source, bodyStart);
  const model = fields.get('model');
  const inputs = readInputs(fields, source);
  checkApi(model?.get('api') ?? model?.get('apiType'), source);
  warnOfTools(fields.get('tools') ?? model?.get('parameters')?.get('tools'), source);
  warnOfImages(body, source);
  return buildTemplate(
    source,
    {
      format: 'prompty',
      name: readText(fields.get('name')) ?? readText(fields.get('displayName')),
      description: readText(fields.get('description')),
      model: readModelName(model, source),
      parameters: { ...readOutputs(fields, source), ...readOptions(model, source) },
      declaredVariables: inputs.declared,
      testData: inputs.samples,
    },
    compileBody(body, fields.get('template'), source),
  );
}

function compileBody(
  body: TemplateText,
  template: YamlField | undefined,
  source: PromptSource,
): Conversation | undefined {
  const named = template?.get('format') ?? template?.get('type') ?? template;
  const kind = named?.get('kind') ?? named;
  const engine = kind?.value ?? 'jinja2';
  if (typeof engine !== 'string' || !Object.hasOwn(engines, engine)) {
    source.error(
      'unsupported-template',
      'Templates are read as "jinja2" or "mustache".',
      (kind ?? template)?.span ?? body.spanOf(0, 1),
    );
    return undefined;
  }
  const compiled = engines[engine as keyof typeof engines](markRoles(body, source), source);
  return (
    compiled && {
      variables: compiled.variables,
      fixedText: withoutMarks(compiled.fixedText),
      render: (values) => messagesOf(compiled.render(values)),
    }
  );
}

/** Version 2 names the model in `id`, version 1 names a deployment or model in `configuration`. */
function readModelName(model: YamlField | undefined, source: PromptSource): string | undefined {
  const configuration = model?.get('configuration');
  const configured = ['azure_deployment', 'name', 'model'].map((key) => configuration?.get(key));
  const named = isRecord(model?.value) ? (model?.get('id') ?? configured.find((field) => field !== undefined)) : model;
  const name = readModel(named, source);
  const provider = readText(model?.get('provider'));
  const isKnown = provider === 'openai' || provider === 'anthropic';
  return isKnown && name !== undefined && !name.includes('/') ? `${provider}/${name}` : name;
}

function readOptions(model: YamlField | undefined, source: PromptSource) {
  const options = model?.get('options') ?? model?.get('parameters');
  return readParameters(
    (options?.entries ?? []).filter((entry) => entry.key !== 'tools'),
    source,
  );
}

/** Outputs with a form ask for an answer in JSON. */
function readOutputs(fields: YamlField, source: PromptSource): { responseFormat?: 'json' } {
  const outputs = fields.get('outputs') ?? fields.get('outputSchema');
  if (outputs === undefined || outputs.entries.length + outputs.items.length === 0) return {};
  warnOfSchema(outputs, source);
  return { responseFormat: 'json' };
}

interface Inputs {
  readonly declared: readonly PromptVariable[];
  readonly samples: readonly RowValues[];
}

/** `inputs` is a list of descriptions, or a map of names to descriptions or defaults. */
function readInputs(fields: YamlField, source: PromptSource): Inputs {
  const inputs = fields.get('inputs') ?? fields.get('inputSchema')?.get('properties');
  const named = inputs?.items.map((item) => ({ name: readText(item.get('name')), input: item })) ?? [];
  const keyed = inputs?.entries.map((entry) => ({ name: entry.key, input: entry })) ?? [];
  const examples: Record<string, RowValues[string]> = {};
  const declared = [...named, ...keyed].flatMap(({ name, input }) => {
    if (name === undefined) return [];
    const example = input.get('sample') ?? input.get('example');
    if (example?.value !== undefined && !holdsReference(example.value)) examples[name] = example.value;
    return declareInput(name, input, source);
  });
  const sample = fields.get('sample');
  const row = sample === undefined ? undefined : readRow(sample, source);
  const samples = [row, examples].filter((values) => values !== undefined && Object.keys(values).length > 0);
  return { declared, samples: samples.slice(0, 1) as readonly RowValues[] };
}

function declareInput(name: string, input: YamlField, source: PromptSource): PromptVariable {
  const kind = input.get('kind') ?? input.get('type');
  if (kind !== undefined && otherKinds.has(kind.value)) {
    source.error(
      'unsupported-input',
      'Inputs are text from a column: pass the content of this one as text.',
      kind.span,
    );
  }
  const described = input.get('default')?.value;
  const optional = input.get('required')?.value === false ? null : undefined;
  const declaredDefault = isRecord(input.value) ? (described ?? optional) : (input.value ?? undefined);
  return declareVariable(name, input, { source, declaredDefault });
}

function checkApi(api: YamlField | undefined, source: PromptSource): void {
  if (api === undefined || chatApis.has(api.value)) return;
  source.error('unsupported-api', 'Only prompts for "chat" can be profiled.', api.span);
}

function warnOfImages(body: TemplateText, source: PromptSource): void {
  for (const image of body.text.matchAll(/!\[[^[\]\r\n]*\]\([^()\r\n]*\)/g)) {
    const message = 'Images are not sent: this stays in the prompt as text.';
    source.warning('unsupported-image', message, body.spanOf(image.index, image.index + image[0].length));
  }
}
