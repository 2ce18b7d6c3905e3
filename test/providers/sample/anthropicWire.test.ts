import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { type ErrorFault, type Fault, overloaded, rateLimited } from '../../../src/providers/sample/fault.ts';
import { type SampleServer, startSampleServer } from '../../../src/providers/sample/sampleServer.ts';
import { caughtFrom } from '../../support/caughtFrom.ts';
import {
  anthropicBody,
  anthropicClient,
  apiKey,
  type ErrorClass,
  promptTokens,
  reader,
  system,
} from './servedReader.ts';

describe('anthropicWire', () => {
  let server: SampleServer;
  let fault: Fault | undefined;

  before(async () => {
    server = await startSampleServer({ models: [reader], apiKey, faults: () => fault });
  });
  after(() => server.close());
  beforeEach(() => {
    fault = undefined;
  });

  const anthropic = (options: Parameters<typeof anthropicClient>[1] = {}) => anthropicClient(server.url, options);
  const askAnthropic = () => anthropic().messages.create(anthropicBody);

  it('answers with the label and usage', async () => {
    const message = await askAnthropic();
    assert.equal(message.id, `msg_sample_${server.requests}`);
    assert.equal(message.model, 'sample/reader');
    assert.deepEqual(message.content, [{ type: 'text', text: 'feature_request', citations: null }]);
    assert.equal(message.stop_reason, 'end_turn');
    assert.equal(message.usage.input_tokens, promptTokens);
    assert.equal(message.usage.output_tokens, 4);
    assert.equal(message.usage.cache_read_input_tokens, 0);
    assert.equal(message.usage.cache_creation_input_tokens, 0);
  });

  it('stops at max_tokens', async () => {
    const message = await anthropic().messages.create({ ...anthropicBody, max_tokens: 1 });
    assert.deepEqual(message.content, [{ type: 'text', text: 'feat', citations: null }]);
    assert.equal(message.stop_reason, 'max_tokens');
  });

  it('streams the same message', async () => {
    const whole = await askAnthropic();
    const types: string[] = [];
    const stream = anthropic().messages.stream(anthropicBody);
    for await (const event of stream) types.push(event.type);
    assert.deepEqual(types, [
      'message_start',
      'content_block_start',
      ...Array.from({ length: 4 }, () => 'content_block_delta'),
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    const { content, usage, stop_reason: stopReason } = await stream.finalMessage();
    assert.equal(content[0]?.type === 'text' && content[0].text, 'feature_request');
    assert.equal(stopReason, 'end_turn');
    assert.deepEqual(usage, whole.usage);
  });

  it('reads system and text blocks', async () => {
    const block = (text: string) => ({ type: 'text' as const, text });
    const message = await anthropic().messages.create({
      ...anthropicBody,
      system: [block(system)],
      messages: [{ role: 'user', content: [block('billing '), block('again')] }],
    });
    assert.deepEqual(message.content, [{ type: 'text', text: 'billing', citations: null }]);
    assert.equal(message.usage.input_tokens, Math.ceil((system.length + 13) / 4));
  });

  it('lists and describes its models', async () => {
    const ids: string[] = [];
    for await (const { id } of anthropic().models.list()) ids.push(id);
    assert.deepEqual(ids, ['sample/reader']);
    assert.equal((await anthropic().models.retrieve('sample/reader')).lifecycle, 'active');
    await caughtFrom(anthropic().models.retrieve('sample/giant'), Anthropic.NotFoundError);
  });

  it('says its rate limit and the request’s id in headers', async () => {
    const { response, request_id: id } = await anthropic().messages.create(anthropicBody).withResponse();
    assert.equal(response.headers.get('anthropic-ratelimit-requests-limit'), '10000');
    assert.equal(response.headers.get('anthropic-ratelimit-requests-remaining'), '9999');
    assert.match(response.headers.get('anthropic-ratelimit-requests-reset') ?? '', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    assert.equal(id, `req_sample_${server.requests}`);
  });

  it('refuses bad bodies, unknown models, wrong keys and a missing version', async () => {
    const { max_tokens: _, ...limitless } = anthropicBody;
    const asked = anthropic().messages.create(limitless as Anthropic.MessageCreateParamsNonStreaming);
    const error = await caughtFrom(asked, Anthropic.BadRequestError);
    assert.equal(error.type, 'invalid_request_error');
    assert.match(error.message, /max_tokens/);
    const unknown = anthropic().messages.create({ ...anthropicBody, model: 'giant' });
    assert.equal((await caughtFrom(unknown, Anthropic.NotFoundError)).type, 'not_found_error');
    const wrong = anthropic({ apiKey: 'wrong' });
    const refused = await caughtFrom(wrong.messages.create(anthropicBody), Anthropic.AuthenticationError);
    assert.equal(refused.type, 'authentication_error');
    const headers = { 'x-api-key': apiKey };
    const versionless = await fetch(`${server.url}/v1/messages`, {
      method: 'POST',
      headers,
      body: JSON.stringify(anthropicBody),
    });
    assert.equal(versionless.status, 400);
  });

  const errors: readonly {
    readonly fault: ErrorFault;
    readonly class: ErrorClass<typeof Anthropic.APIError>;
    readonly type: Anthropic.ErrorType;
  }[] = [
    { fault: rateLimited(1500), class: Anthropic.RateLimitError, type: 'rate_limit_error' },
    { fault: { kind: 'error', status: 500 }, class: Anthropic.InternalServerError, type: 'api_error' },
    { fault: { kind: 'error', status: 503 }, class: Anthropic.ServiceUnavailableError, type: 'api_error' },
    { fault: overloaded, class: Anthropic.OverloadedError, type: 'overloaded_error' },
  ];
  for (const { fault: asked, class: expected, type } of errors)
    it(`fails on demand with ${JSON.stringify(asked)}`, async () => {
      fault = asked;
      const error = await caughtFrom(askAnthropic(), expected);
      assert.equal(error.type, type);
      assert.equal(error.status, asked.status);
      assert.equal(error.requestID, `req_sample_${server.requests}`);
    });

  it('spoils answers on demand', async () => {
    fault = { kind: 'empty' };
    assert.deepEqual((await askAnthropic()).content, []);
    for (const kind of ['malformed', 'truncated'] as const) {
      fault = { kind };
      await caughtFrom(askAnthropic(), SyntaxError);
    }
    fault = { kind: 'cut', when: 'before' };
    await caughtFrom(askAnthropic(), Anthropic.APIConnectionError);
    fault = { kind: 'cut', when: 'midway' };
    assert.match((await caughtFrom(askAnthropic(), TypeError)).message, /terminated/);
    fault = { kind: 'delay', delayMs: 3_600_000 };
    await caughtFrom(anthropic({ timeout: 20 }).messages.create(anthropicBody), Anthropic.APIConnectionTimeoutError);
  });

  it('cuts and truncates streams on demand', async () => {
    fault = { kind: 'truncated' };
    await caughtFrom(anthropic().messages.stream(anthropicBody).finalMessage(), Anthropic.AnthropicError);
    fault = { kind: 'cut', when: 'midway' };
    await caughtFrom(anthropic().messages.stream(anthropicBody).finalMessage(), Anthropic.AnthropicError);
  });

  it('reports cached, cache-written and reasoning tokens on demand, the cache’s outside its input', async () => {
    fault = { kind: 'usage', cachedInputTokens: 3, cacheWriteTokens: 2, reasoningTokens: 50 };
    const { usage } = await askAnthropic();
    assert.equal(usage.input_tokens, promptTokens - 5);
    assert.equal(usage.cache_read_input_tokens, 3);
    assert.equal(usage.cache_creation_input_tokens, 2);
    assert.equal(usage.output_tokens, 54);
    assert.equal(usage.output_tokens_details?.thinking_tokens, 50);
  });
});
