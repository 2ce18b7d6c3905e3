import assert from 'node:assert/strict';
import type { TokenUsage } from '../../src/core/models/usage.ts';
import { estimatedUsage, loadUsageReader, type UsageShape } from '../../src/providers/usageFrom.ts';

interface UsageCase {
  readonly what: string;
  readonly shape: UsageShape;
  /** Of the answer's `usage`, as these providers send it. */
  readonly wire: unknown;
  /** Classes that are not zero. Undefined: the usage is unknown. */
  readonly usage: Partial<TokenUsage> | undefined;
}

const openaiChat: UsageShape = { account: 'openai', api: 'chat' };
const openaiResponses: UsageShape = { account: 'openai', api: 'responses' };
const anthropic: UsageShape = { account: 'anthropic', api: 'messages' };
const ollama: UsageShape = { account: 'ollama', api: 'chat' };
const openrouter: UsageShape = { account: 'openrouter', api: 'chat', reportsCost: true };

const none = { cached_tokens: 0, audio_tokens: 0 };

const cases: readonly UsageCase[] = [
  {
    what: 'OpenAI chat, plain',
    shape: openaiChat,
    wire: {
      prompt_tokens: 19,
      completion_tokens: 10,
      total_tokens: 29,
      prompt_tokens_details: none,
      completion_tokens_details: {
        reasoning_tokens: 0,
        audio_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    },
    usage: { inputTokens: 19, outputTokens: 10 },
  },
  {
    what: 'OpenAI chat, cached input and reasoning inside the totals',
    shape: openaiChat,
    wire: {
      prompt_tokens: 2006,
      completion_tokens: 300,
      total_tokens: 2306,
      prompt_tokens_details: { cached_tokens: 1920, audio_tokens: 0 },
      completion_tokens_details: {
        reasoning_tokens: 256,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    },
    usage: { inputTokens: 86, cachedInputTokens: 1920, outputTokens: 44, reasoningTokens: 256 },
  },
  {
    what: 'OpenAI chat, cache writes',
    shape: openaiChat,
    wire: {
      prompt_tokens: 2000,
      completion_tokens: 1,
      total_tokens: 2001,
      prompt_tokens_details: { cached_tokens: 500, cache_write_tokens: 1000 },
    },
    usage: { inputTokens: 500, cachedInputTokens: 500, cacheWriteTokens: 1000, outputTokens: 1 },
  },
  {
    what: 'OpenAI chat, rejected prediction tokens are billed as output and already counted in it',
    shape: openaiChat,
    wire: {
      prompt_tokens: 100,
      completion_tokens: 50,
      total_tokens: 150,
      completion_tokens_details: {
        reasoning_tokens: 0,
        accepted_prediction_tokens: 10,
        rejected_prediction_tokens: 20,
      },
    },
    usage: { inputTokens: 100, outputTokens: 50 },
  },
  {
    what: 'OpenAI responses',
    shape: openaiResponses,
    wire: {
      input_tokens: 328,
      input_tokens_details: { cached_tokens: 128 },
      output_tokens: 52,
      output_tokens_details: { reasoning_tokens: 32 },
      total_tokens: 380,
    },
    usage: { inputTokens: 200, cachedInputTokens: 128, outputTokens: 20, reasoningTokens: 32 },
  },
  {
    what: 'Anthropic, plain',
    shape: anthropic,
    wire: {
      input_tokens: 12,
      output_tokens: 6,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
      output_tokens_details: null,
      service_tier: 'standard',
    },
    usage: { inputTokens: 12, outputTokens: 6 },
  },
  {
    what: 'Anthropic, cache read beside the input',
    shape: anthropic,
    wire: { input_tokens: 50, output_tokens: 503, cache_creation_input_tokens: null, cache_read_input_tokens: 100_000 },
    usage: { inputTokens: 50, cachedInputTokens: 100_000, outputTokens: 503 },
  },
  {
    what: 'Anthropic, cache written for five minutes and for an hour',
    shape: anthropic,
    wire: {
      input_tokens: 2048,
      cache_read_input_tokens: 1800,
      cache_creation_input_tokens: 248,
      output_tokens: 503,
      cache_creation: { ephemeral_5m_input_tokens: 148, ephemeral_1h_input_tokens: 100 },
    },
    usage: {
      inputTokens: 2048,
      cachedInputTokens: 1800,
      cacheWriteTokens: 148,
      cacheWriteHourTokens: 100,
      outputTokens: 503,
    },
  },
  {
    what: 'Anthropic, thinking inside the output',
    shape: anthropic,
    wire: { input_tokens: 10, output_tokens: 900, output_tokens_details: { thinking_tokens: 700 } },
    usage: { inputTokens: 10, outputTokens: 200, reasoningTokens: 700 },
  },
  {
    what: 'Ollama',
    shape: ollama,
    wire: { prompt_tokens: 26, completion_tokens: 298, total_tokens: 324 },
    usage: { inputTokens: 26, outputTokens: 298 },
  },
  {
    what: 'llama.cpp',
    shape: { account: 'llamacpp', api: 'chat' },
    wire: {
      completion_tokens: 5,
      prompt_tokens: 40,
      total_tokens: 45,
      prompt_tokens_details: { cached_tokens: 32 },
    },
    usage: { inputTokens: 8, cachedInputTokens: 32, outputTokens: 5 },
  },
  {
    what: 'vLLM, details null',
    shape: { account: 'vllm', api: 'chat' },
    wire: { prompt_tokens: 31, total_tokens: 36, completion_tokens: 5, prompt_tokens_details: null },
    usage: { inputTokens: 31, outputTokens: 5 },
  },
  {
    what: 'OpenRouter with what it charged',
    shape: openrouter,
    wire: {
      prompt_tokens: 194,
      completion_tokens: 12,
      total_tokens: 206,
      cost: 0.00095,
      is_byok: false,
      cost_details: { upstream_inference_cost: null },
      prompt_tokens_details: { cached_tokens: 100, cache_write_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 10 },
    },
    usage: { inputTokens: 94, cachedInputTokens: 100, outputTokens: 2, reasoningTokens: 10, reportedUSD: 0.00095 },
  },
  {
    what: "OpenRouter with the user's own upstream key: its fee and the upstream cost",
    shape: openrouter,
    wire: {
      prompt_tokens: 1,
      completion_tokens: 1,
      total_tokens: 2,
      cost: 0.25,
      is_byok: true,
      cost_details: { upstream_inference_cost: 5 },
    },
    usage: { inputTokens: 1, outputTokens: 1, reportedUSD: 5.25 },
  },
  {
    what: 'OpenRouter, upstream cost not said',
    shape: openrouter,
    wire: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, cost: 0.25, is_byok: true },
    usage: { inputTokens: 1, outputTokens: 1 },
  },
  {
    what: 'a cost from a server whose currency is unknown',
    shape: ollama,
    wire: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, cost: 7 },
    usage: { inputTokens: 1, outputTokens: 1 },
  },
  {
    what: 'a server that leaves reasoning out of the completion tokens',
    shape: { account: 'mybox', api: 'chat' },
    wire: {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 115,
      completion_tokens_details: { reasoning_tokens: 100 },
    },
    usage: { inputTokens: 10, outputTokens: 5, reasoningTokens: 100 },
  },
  {
    what: 'xAI, for which the price list adds reasoning to the output',
    shape: { account: 'x-ai', api: 'chat' },
    wire: {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 115,
      completion_tokens_details: { reasoning_tokens: 100 },
    },
    usage: { inputTokens: 10, outputTokens: 5, reasoningTokens: 100 },
  },
  {
    what: 'a server that counts cached tokens beside the input',
    shape: { account: 'mybox', api: 'chat' },
    wire: { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11, prompt_tokens_details: { cached_tokens: 90 } },
    usage: { inputTokens: 10, cachedInputTokens: 90, outputTokens: 1 },
  },
  { what: 'no usage', shape: openaiChat, wire: undefined, usage: undefined },
  { what: 'usage null', shape: ollama, wire: null, usage: undefined },
  { what: 'usage empty', shape: ollama, wire: {}, usage: undefined },
  { what: 'only the input', shape: ollama, wire: { prompt_tokens: 5 }, usage: undefined },
  { what: 'counts in words', shape: ollama, wire: { prompt_tokens: '5', completion_tokens: 1 }, usage: undefined },
  { what: 'negative counts', shape: ollama, wire: { prompt_tokens: -5, completion_tokens: 1 }, usage: undefined },
  { what: 'Anthropic without usage', shape: anthropic, wire: undefined, usage: undefined },
];

describe('loadUsageReader', () => {
  for (const { what, shape, wire, usage } of cases) {
    it(`reads ${what}`, async () => {
      const zero = { inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0 };
      const read = (await loadUsageReader(shape))({ model: 'm', usage: wire });
      assert.deepEqual(read, usage && { ...zero, batch: false, ...usage });
    });
  }

  for (const response of [undefined, null, 'text', 5, []]) {
    it(`finds no usage in ${JSON.stringify(response)}`, async () => {
      assert.equal((await loadUsageReader(openaiChat))(response), undefined);
    });
  }
});

describe('estimatedUsage', () => {
  it('counts conversation and answer, and says that it is an estimate', async () => {
    const usage = await estimatedUsage([{ role: 'user', content: 'hello world' }], 'hello world hello world');
    assert.equal(usage.estimated, true);
    assert.deepEqual([usage.inputTokens, usage.outputTokens], [2 + 4 + 3, 4]);
  });
});
