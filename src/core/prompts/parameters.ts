import type { JsonValue } from '../jsonValue.ts';
import type { ModelParameters } from '../models/chatModel.ts';
import type { PromptSource } from './promptSource.ts';
import { holdsReference } from './settings.ts';
import { isRecord, type YamlField } from './yamlField.ts';

interface ParameterRule {
  /** What the value has to be, for people. */
  readonly expected: string;
  /** Undefined: the value does not fit. */
  read(value: JsonValue): ModelParameters | undefined;
}

const maxOutputTokens: ParameterRule = {
  expected: 'a whole number of at least 1',
  read: (value) => (isInteger(value) && 1 <= value ? { maxOutputTokens: value } : undefined),
};
const stop: ParameterRule = {
  expected: 'a text or a list of texts',
  read: (value) => {
    const texts = typeof value === 'string' ? [value] : value;
    return Array.isArray(texts) && texts.every((text) => typeof text === 'string') ? { stop: texts } : undefined;
  },
};
const reasoningEffort: ParameterRule = {
  expected: 'a text such as "low"',
  read: (value) => {
    const effort = isRecord(value) ? value['effort'] : value;
    return typeof effort === 'string' ? { reasoningEffort: effort } : undefined;
  },
};
const responseFormat: ParameterRule = {
  expected: '"text", "json", "json_object" or "json_schema"',
  read: (value) => {
    const kind = isRecord(value) ? value['type'] : value;
    if (typeof kind !== 'string' || !responseFormats.has(kind)) return undefined;
    return { responseFormat: kind.startsWith('text') ? 'text' : 'json' };
  },
};
const responseFormats: ReadonlySet<string> = new Set([
  'text',
  'text/plain',
  'json',
  'json_object',
  'json_schema',
  'application/json',
]);

/** By the parameter's name without case, `_` and `-`: the formats differ in nothing but these and a few words. */
const rules: ReadonlyMap<string, ParameterRule> = new Map([
  [
    'temperature',
    {
      expected: 'a number of at least 0',
      read: (value) => (isNumber(value) && 0 <= value ? { temperature: value } : undefined),
    },
  ],
  [
    'topp',
    {
      expected: 'a number above 0 and up to 1',
      read: (value) => (isNumber(value) && 0 < value && value <= 1 ? { topP: value } : undefined),
    },
  ],
  ['maxtokens', maxOutputTokens],
  ['maxoutputtokens', maxOutputTokens],
  ['maxcompletiontokens', maxOutputTokens],
  ['stop', stop],
  ['stopsequences', stop],
  ['seed', { expected: 'a whole number', read: (value) => (isInteger(value) ? { seed: value } : undefined) }],
  ['reasoningeffort', reasoningEffort],
  ['reasoning', reasoningEffort],
  ['responseformat', responseFormat],
  ['responsemimetype', responseFormat],
]);

/** Whether a key is one of the names that some format has for a model parameter. */
export function isParameterName(key: string): boolean {
  return rules.has(ruleName(key));
}

/** Reads parameters under whatever name their format has for them. What does not fit or cannot be passed on becomes a finding. */
export function readParameters(entries: readonly YamlField[], source: PromptSource): ModelParameters {
  return Object.assign({}, ...entries.map((entry) => readParameter(entry, source))) as ModelParameters;
}

function readParameter(entry: YamlField, source: PromptSource): ModelParameters {
  const value = entry.value ?? null;
  const rule = rules.get(ruleName(entry.key));
  if (rule === undefined) {
    const message = `Downtier does not pass "${entry.key}" on: the profile holds for the provider's default of it.`;
    source.warning('ignored-parameter', message, entry.keySpan);
    return {};
  }
  if (value === null) return {};
  if (holdsReference(value)) {
    const message = `References are never resolved, so "${entry.key}" is left at the provider's default. Write the value here.`;
    source.warning('unresolved-reference', message, entry.span);
    return {};
  }
  const parameters = rule.read(value);
  if (parameters === undefined) {
    source.error('invalid-parameter', `"${entry.key}" must be ${rule.expected}.`, entry.span);
    return {};
  }
  if (isRecord(value) && value['type'] === 'json_schema') warnOfSchema(entry, source);
  return parameters;
}

/** Says that a schema for the answer goes no further than "answer in JSON". */
export function warnOfSchema(entry: YamlField, source: PromptSource): void {
  const message = 'Only JSON as such is asked for, the schema is not sent: describe the fields in the prompt.';
  source.warning('schema-not-sent', message, entry.keySpan);
}

function ruleName(key: string): string {
  return key.replace(/[_-]/g, '').toLowerCase();
}

function isNumber(value: JsonValue): value is number {
  return typeof value === 'number';
}

function isInteger(value: JsonValue): value is number {
  return Number.isSafeInteger(value);
}
