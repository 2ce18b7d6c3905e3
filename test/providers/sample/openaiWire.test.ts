import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { type ErrorFault, type Fault, overloaded, rateLimited } from '../../../src/providers/sample/fault.ts';
import { type SampleServer, startSampleServer } from '../../../src/providers/sample/sampleServer.ts';
import { caughtFrom } from '../../support/caughtFrom.ts';
import { apiKey, type ErrorClass, openaiBody, openaiClient, promptTokens, reader } from './servedReader.ts';

describe('openaiWire', () => {
  let server: SampleServer;
  let fault: Fault | undefined;

  before(async () => {
    server = await startSampleServer({ models: [reader], apiKey, faults: () => fault });
  });
  after(() => server.close());
  beforeEach(() => {
    fault = undefined;
  });

  const openai = (options: Parameters<typeof openaiClient>[1] = {}) => openaiClient(server.url, options);
  const askOpenAI = () => openai().chat.completions.create(openaiBody);

  it('answers with the label, usage and a fixed id', async () => {
    const number = server.requests + 1;
    assert.deepEqual(await askOpenAI(), {
      id: `chatcmpl-sample-${number}`,
      object: 'chat.completion',
      created: 1_767_225_600,
      model: 'reader',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'feature_request', refusal: null, annotations: [] },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: promptTokens,
        completion_tokens: 4,
        total_tokens: promptTokens + 4,
        prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
        completion_tokens_details: {
          reasoning_tokens: 0,
          audio_tokens: 0,
          accepted_prediction_tokens: 0,
          rejected_prediction_tokens: 0,
        },
      },
      service_tier: 'default',
    });
  });

  it('gives the label’s probability on its first token, with as many alternatives as asked for', async () => {
    const answer = await openai().chat.completions.create({ ...openaiBody, logprobs: true, top_logprobs: 2 });
    const content = answer.choices[0]?.logprobs?.content;
    assert.deepEqual(
      content?.map(({ token, logprob }) => [token, logprob]),
      [
        ['feat', Math.log(0.75)],
        ['ure_', 0],
        ['requ', 0],
        ['est', 0],
      ],
    );
    assert.deepEqual(content?.[0], {
      token: 'feat',
      logprob: Math.log(0.75),
      bytes: [102, 101, 97, 116],
      top_logprobs: [
        { token: 'feat', logprob: Math.log(0.75), bytes: [102, 101, 97, 116] },
        { token: 'bug', logprob: Math.log(0.25), bytes: [98, 117, 103] },
      ],
    });
    const all = await openai().chat.completions.create({ ...openaiBody, logprobs: true, top_logprobs: 20 });
    assert.deepEqual(
      all.choices[0]?.logprobs?.content?.[0]?.top_logprobs.map(({ token, logprob }) => [token, logprob]),
      [
        ['feat', Math.log(0.75)],
        ['bug', Math.log(0.25)],
        ['bill', -9999],
      ],
    );
  });

  it('streams the same answer, with usage where asked for', async () => {
    const whole = await askOpenAI();
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    const options = { stream: true as const, stream_options: { include_usage: true }, logprobs: true, top_logprobs: 1 };
    for await (const chunk of await openai().chat.completions.create({ ...openaiBody, ...options })) chunks.push(chunk);
    const choices = chunks.flatMap((chunk) => chunk.choices);
    assert.equal(choices.map(({ delta }) => delta.content ?? '').join(''), 'feature_request');
    assert.equal(choices[0]?.delta.role, 'assistant');
    assert.equal(choices[1]?.logprobs?.content?.[0]?.logprob, Math.log(0.75));
    assert.equal(choices.at(-1)?.finish_reason, 'stop');
    assert.deepEqual(chunks.at(-1)?.choices, []);
    assert.deepEqual(chunks.at(-1)?.usage, whole.usage);
    assert.equal(new Set(chunks.map(({ id }) => id)).size, 1);

    const plain: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of await openai().chat.completions.create({ ...openaiBody, stream: true }))
      plain.push(chunk);
    assert.ok(plain.every((chunk) => !('usage' in chunk) && chunk.choices.length === 1));
  });

  it('streams through the SDK’s own accumulator', async () => {
    const stream = openai().chat.completions.stream(openaiBody);
    assert.equal((await stream.finalChatCompletion()).choices[0]?.message.content, 'feature_request');
  });

  for (const limit of [{ max_tokens: 2 }, { max_completion_tokens: 2 }])
    it(`stops at ${Object.keys(limit).join()}`, async () => {
      const { choices, usage } = await openai().chat.completions.create({ ...openaiBody, ...limit });
      assert.equal(choices[0]?.message.content, 'feature_');
      assert.equal(choices[0]?.finish_reason, 'length');
      assert.equal(usage?.completion_tokens, 2);
    });

  it('is not cut by a limit that just suffices', async () => {
    const { choices } = await openai().chat.completions.create({ ...openaiBody, max_completion_tokens: 4 });
    assert.equal(choices[0]?.finish_reason, 'stop');
  });

  it('accepts and ignores parameters it has no use for', async () => {
    const { choices } = await openai().chat.completions.create({
      ...openaiBody,
      temperature: 0.3,
      top_p: 0.5,
      seed: 7,
      stop: ['\n'],
      reasoning_effort: 'low',
      response_format: { type: 'json_object' },
    });
    assert.equal(choices[0]?.message.content, 'feature_request');
  });

  it('reads text parts, and the ticket inside its tags', async () => {
    const text = (part: string) => ({ type: 'text' as const, text: part });
    const { choices } = await openai().chat.completions.create({
      model: 'reader',
      messages: [{ role: 'user', content: [text('Topic of <ticket>'), text('billing question</ticket>?')] }],
    });
    assert.equal(choices[0]?.message.content, 'billing');
  });

  it('lists and describes its models', async () => {
    const calls = server.requests;
    const models = await openai().models.list();
    assert.deepEqual(models.data, [
      { id: 'sample/reader', object: 'model', created: 1_767_225_600, owned_by: 'downtier-sample' },
    ]);
    assert.equal((await openai().models.retrieve('sample/reader')).id, 'sample/reader');
    await caughtFrom(openai().models.retrieve('sample/giant'), OpenAI.NotFoundError);
    assert.equal(server.requests, calls, 'questions about models are not calls');
  });

  it('says its rate limit and the request’s id in headers', async () => {
    const { response, request_id: id } = await openai().chat.completions.create(openaiBody).withResponse();
    assert.equal(response.headers.get('x-ratelimit-limit-requests'), '10000');
    assert.equal(response.headers.get('x-ratelimit-remaining-requests'), '9999');
    assert.equal(response.headers.get('x-ratelimit-reset-requests'), '1000ms');
    assert.equal(id, `req_sample_${server.requests}`);
  });

  const refusals: readonly {
    readonly name: string;
    readonly body: object;
    readonly param: string;
  }[] = [
    { name: 'no messages', body: { model: 'reader' }, param: 'messages' },
    { name: 'an empty conversation', body: { model: 'reader', messages: [] }, param: 'messages' },
    {
      name: 'an unknown role',
      body: { ...openaiBody, messages: [{ role: 'boss', content: '' }] },
      param: 'messages.0.role',
    },
    { name: 'a limit of 0', body: { ...openaiBody, max_tokens: 0 }, param: 'max_tokens' },
    { name: 'alternatives without logprobs', body: { ...openaiBody, top_logprobs: 2 }, param: 'top_logprobs' },
    { name: 'too many alternatives', body: { ...openaiBody, logprobs: true, top_logprobs: 21 }, param: 'top_logprobs' },
  ];
  for (const { name, body, param } of refusals)
    it(`refuses ${name}`, async () => {
      const asked = openai().chat.completions.create(body as OpenAI.ChatCompletionCreateParamsNonStreaming);
      const error = await caughtFrom(asked, OpenAI.BadRequestError);
      assert.equal(error.type, 'invalid_request_error');
      assert.equal(error.param, param);
    });

  it('refuses an unknown model, a wrong key and a missing one', async () => {
    const unknown = openai().chat.completions.create({ ...openaiBody, model: 'giant' });
    const notFound = await caughtFrom(unknown, OpenAI.NotFoundError);
    assert.equal(notFound.code, 'model_not_found');
    assert.equal(notFound.param, 'model');
    const wrong = openai({ apiKey: 'wrong' });
    const refused = await caughtFrom(wrong.chat.completions.create(openaiBody), OpenAI.AuthenticationError);
    assert.equal(refused.code, 'invalid_api_key');
    await caughtFrom(wrong.models.list().then(), OpenAI.AuthenticationError);
    const keyless = await fetch(`${server.url}/v1/chat/completions`, { method: 'POST', body: '{}' });
    assert.equal(keyless.status, 401);
  });

  const errors: readonly {
    readonly fault: ErrorFault;
    readonly type: ErrorClass<typeof OpenAI.APIError>;
    readonly status: number;
  }[] = [
    { fault: rateLimited(1500), type: OpenAI.RateLimitError, status: 429 },
    { fault: rateLimited(), type: OpenAI.RateLimitError, status: 429 },
    { fault: { kind: 'error', status: 500 }, type: OpenAI.InternalServerError, status: 500 },
    { fault: { kind: 'error', status: 503 }, type: OpenAI.InternalServerError, status: 503 },
    { fault: overloaded, type: OpenAI.InternalServerError, status: 529 },
  ];
  for (const { fault: asked, type, status } of errors)
    it(`fails on demand with ${JSON.stringify(asked)}`, async () => {
      fault = asked;
      const error = await caughtFrom(askOpenAI(), type);
      assert.equal(error.status, status);
      assert.equal(error.type, status === 429 ? 'requests' : 'server_error');
      assert.equal(error.headers?.get('retry-after'), asked.headers ? '2' : null);
      assert.equal(error.headers?.get('retry-after-ms'), asked.headers ? '1500' : null);
      if (status === 429) assert.equal(error.headers?.get('x-ratelimit-remaining-requests'), '0');
    });

  it('refuses logprobs on demand, and only them', async () => {
    fault = { kind: 'refuse-logprobs' };
    const asked = openai().chat.completions.create({ ...openaiBody, logprobs: true });
    assert.equal((await caughtFrom(asked, OpenAI.BadRequestError)).param, 'logprobs');
    assert.equal((await askOpenAI()).choices.length, 1);
  });

  it('spoils answers on demand', async () => {
    fault = { kind: 'empty' };
    assert.deepEqual((await askOpenAI()).choices, []);
    for (const kind of ['malformed', 'truncated'] as const) {
      fault = { kind };
      await caughtFrom(askOpenAI(), SyntaxError);
    }
    fault = { kind: 'cut', when: 'before' };
    await caughtFrom(askOpenAI(), OpenAI.APIConnectionError);
    fault = { kind: 'cut', when: 'midway' };
    assert.match((await caughtFrom(askOpenAI(), TypeError)).message, /terminated/);
  });

  it('answers too late on demand', async () => {
    fault = { kind: 'delay', delayMs: 3_600_000 };
    await caughtFrom(openai({ timeout: 20 }).chat.completions.create(openaiBody), OpenAI.APIConnectionTimeoutError);
  });

  it('reports cached, cache-written and reasoning tokens on demand, inside its totals', async () => {
    fault = { kind: 'usage', cachedInputTokens: 3, cacheWriteTokens: 2, reasoningTokens: 50 };
    const { usage } = await askOpenAI();
    assert.equal(usage?.prompt_tokens, promptTokens);
    assert.equal(usage?.prompt_tokens_details?.cached_tokens, 3);
    assert.equal(usage?.prompt_tokens_details?.cache_write_tokens, 2);
    assert.equal(usage?.completion_tokens, 54);
    assert.equal(usage?.completion_tokens_details?.reasoning_tokens, 50);
    assert.equal(usage?.total_tokens, promptTokens + 54);
  });

  it('says on demand what headers are given', async () => {
    fault = { kind: 'headers', headers: { 'x-ratelimit-remaining-requests': '1' } };
    const { response } = await openai().chat.completions.create(openaiBody).withResponse();
    assert.equal(response.headers.get('x-ratelimit-remaining-requests'), '1');
    assert.equal(response.headers.get('x-ratelimit-limit-requests'), '10000');
  });
});
