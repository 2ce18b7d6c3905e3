import assert from 'node:assert/strict';
import { ModelIdError, parseModelId, resolvePromptModel } from '../../../src/core/models/modelId.ts';

describe('parseModelId', () => {
  const accepted: readonly (readonly [given: string, id: string, account: string, model: string])[] = [
    ['openai/gpt-x', 'openai/gpt-x', 'openai', 'gpt-x'],
    ['openai:gpt-x', 'openai/gpt-x', 'openai', 'gpt-x'],
    [
      'openai:ft:gpt-4o-2024-08-06:org::id',
      'openai/ft:gpt-4o-2024-08-06:org::id',
      'openai',
      'ft:gpt-4o-2024-08-06:org::id',
    ],
    [' OpenAI/GPT-x ', 'openai/GPT-x', 'openai', 'GPT-x'],
    ['anthropic/claude-x', 'anthropic/claude-x', 'anthropic', 'claude-x'],
    ['sample/nano', 'sample/nano', 'sample', 'nano'],
    ['compatible:ollama/qwen3:8b', 'compatible:ollama/qwen3:8b', 'ollama', 'qwen3:8b'],
    [
      'compatible:OpenRouter/meta/llama-3:free',
      'compatible:openrouter/meta/llama-3:free',
      'openrouter',
      'meta/llama-3:free',
    ],
    ['compatible:my-box_2/m', 'compatible:my-box_2/m', 'my-box_2', 'm'],
  ];
  for (const [given, id, account, model] of accepted) {
    it(`reads ${given}`, () => {
      const reference = parseModelId(given);
      assert.deepEqual({ ...reference, provider: undefined }, { id, account, model, provider: undefined });
      assert.equal(parseModelId(reference.id).id, id);
    });
  }

  const refused: readonly (readonly [given: string, why: RegExp])[] = [
    ['', /it is empty/],
    ['gpt-4o', /names no provider \(did you mean openai\/gpt-4o\?\)/],
    ['claude-haiku-4-5', /did you mean anthropic\/claude-haiku-4-5\?/],
    ['mystery', /starts with no provider that is known/],
    ['googleai/gemini-2.5-pro', /starts with no provider that is known/],
    ['openai/', /starts with no provider/],
    ['openai/gpt x', /contains white space/],
    ['compatible:ollama', /needs a server and a model/],
    ['compatible:/m', /needs a server and a model/],
    ['compatible:openai/gpt-4o', /"openai" cannot be the name of a compatible server/],
  ];
  for (const [given, why] of refused) {
    it(`refuses "${given}" and names the accepted forms`, () => {
      assert.throws(
        () => parseModelId(given),
        (error) =>
          error instanceof ModelIdError &&
          error.given === given &&
          why.test(error.message) &&
          error.message.includes('openai/MODEL, anthropic/MODEL') &&
          error.message.includes('compatible:SERVER/MODEL'),
      );
    });
  }
});

describe('resolvePromptModel', () => {
  const known: readonly (readonly [name: string, id: string])[] = [
    ['gpt-4o', 'openai/gpt-4o'],
    ['o3-mini', 'openai/o3-mini'],
    ['o1', 'openai/o1'],
    ['ft:gpt-4o-mini-2024-07-18:org', 'openai/ft:gpt-4o-mini-2024-07-18:org'],
    ['chatgpt-4o-latest', 'openai/chatgpt-4o-latest'],
    ['claude-sonnet-4-5', 'anthropic/claude-sonnet-4-5'],
    ['openai/gpt-4o-mini', 'openai/gpt-4o-mini'],
    ['compatible:vllm/qwen', 'compatible:vllm/qwen'],
  ];
  for (const [name, id] of known) {
    it(`takes ${name} for ${id}`, () => assert.deepEqual(resolvePromptModel(name), { known: true, id }));
  }

  const unknown: readonly (readonly [name: string, why: RegExp])[] = [
    ['googleai/gemini-2.5-flash', /the provider "googleai" has no client here/],
    ['meta/llama-3.3-70b-instruct', /the provider "meta" has no client here/],
    ['qwen3:8b', /the provider "qwen3" has no client here/],
    ['gemini-2.5-flash', /"gemini-2.5-flash" does not tell its provider/],
    ['opus', /does not tell its provider/],
    ['oracle', /does not tell its provider/],
    ['', /does not tell its provider/],
    ['compatible:openai/x', /cannot be the name of a compatible server/],
  ];
  for (const [name, why] of unknown) {
    it(`does not guess for "${name}"`, () => {
      const resolution = resolvePromptModel(name);
      assert.equal(resolution.known, false);
      assert.match(resolution.known ? '' : resolution.why, why);
    });
  }
});
