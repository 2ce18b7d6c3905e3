import assert from 'node:assert/strict';
import type { ModelParameters } from '../../../src/core/models/chatModel.ts';
import { readYaml } from '../../../src/core/prompts/frontMatter.ts';
import { readParameters } from '../../../src/core/prompts/parameters.ts';
import { PromptSource } from '../../../src/core/prompts/promptSource.ts';

/** YAML, what is read from it, and the code of the finding if there is one. */
const cases: readonly (readonly [yaml: string, parameters: ModelParameters, code?: string])[] = [
  ['temperature: 0', { temperature: 0 }],
  ['temperature: -0.1', {}, 'invalid-parameter'],
  ['temperature: "1"', {}, 'invalid-parameter'],
  ['temperature: .inf', {}],
  ['temperature:', {}],
  ['top_p: 1', { topP: 1 }],
  ['topP: 0.5', { topP: 0.5 }],
  ['topP: 0', {}, 'invalid-parameter'],
  ['max_tokens: 1', { maxOutputTokens: 1 }],
  ['maxTokens: 2', { maxOutputTokens: 2 }],
  ['maxOutputTokens: 3', { maxOutputTokens: 3 }],
  ['max_output_tokens: 4', { maxOutputTokens: 4 }],
  ['max_completion_tokens: 5', { maxOutputTokens: 5 }],
  ['maxCompletionTokens: 6', { maxOutputTokens: 6 }],
  ['max_tokens: 1.5', {}, 'invalid-parameter'],
  ['stop: END', { stop: ['END'] }],
  ['stop: [a, b]', { stop: ['a', 'b'] }],
  ['stopSequences: [a]', { stop: ['a'] }],
  ['stop_sequences: {a: b}', {}, 'invalid-parameter'],
  ['seed: 42', { seed: 42 }],
  ['seed: x', {}, 'invalid-parameter'],
  ['reasoning_effort: low', { reasoningEffort: 'low' }],
  ['reasoningEffort: high', { reasoningEffort: 'high' }],
  ['reasoning: {effort: medium}', { reasoningEffort: 'medium' }],
  ['reasoning: {budget: 5}', {}, 'invalid-parameter'],
  ['response_format: json_object', { responseFormat: 'json' }],
  ['response_format: {type: text}', { responseFormat: 'text' }],
  ['responseFormat: {type: json_schema, json_schema: {}}', { responseFormat: 'json' }, 'schema-not-sent'],
  ['responseMimeType: application/json', { responseFormat: 'json' }],
  ['response_format: xml', {}, 'invalid-parameter'],
  ['frequency_penalty: 1', {}, 'ignored-parameter'],
  ['temprature: 1', {}, 'ignored-parameter'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference as front matter has it.
  ['stop: ["${env:STOP}"]', {}, 'unresolved-reference'],
];

describe('readParameters', () => {
  for (const [yaml, parameters, code] of cases) {
    it(yaml, () => {
      const source = new PromptSource('x.prompty', yaml);
      const { entries } = readYaml(source, { start: 0, end: yaml.length });
      assert.deepEqual(readParameters(entries, source), parameters);
      assert.deepEqual(
        source.findings.map((finding) => finding.code),
        code === undefined ? [] : [code],
      );
    });
  }
});
