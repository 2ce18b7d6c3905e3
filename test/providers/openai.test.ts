import assert from 'node:assert/strict';
import { CallError, type CallErrorReason } from '../../src/core/models/callError.ts';
import type { ChatRequest } from '../../src/core/models/chatModel.ts';
import { type OpenAIOptions, openaiModel } from '../../src/providers/openai.ts';
import { caughtFrom } from '../support/caughtFrom.ts';
import { startWireServer, type WireReply, type WireRequest, type WireServer } from '../support/wireServer.ts';

const apiKey = 'sk-test-0123456789abcdef';
const secretRow = 'my bicycle was stolen yesterday';

const request: ChatRequest = {
  messages: [
    { role: 'system', content: 'Answer with one word.' },
    { role: 'user', content: secretRow },
  ],
  parameters: { maxOutputTokens: 50 },
  logprobs: false,
};
const asking: ChatRequest = { ...request, logprobs: true, parameters: { ...request.parameters, temperature: 0 } };

const usage = {
  prompt_tokens: 20,
  completion_tokens: 2,
  total_tokens: 22,
  prompt_tokens_details: { cached_tokens: 8, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 1, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
};

const wireLogprobs = {
  content: [
    {
      token: 'theft',
      logprob: -0.25,
      bytes: [116],
      top_logprobs: [
        { token: 'theft', logprob: -0.25, bytes: [116] },
        { token: 'other', logprob: -9999, bytes: null },
        { token: 'loss', logprob: -1.5, bytes: [108] },
      ],
    },
  ],
  refusal: null,
};

function completion(choice: object = {}, rest: object = {}): object {
  const message = { role: 'assistant', content: 'theft', refusal: null, annotations: [] };
  const choices = [{ index: 0, message, logprobs: null, finish_reason: 'stop', ...choice }];
  return { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'gpt-x-2026', choices, usage, ...rest };
}

function refusal(status: number, error: unknown): WireReply {
  return { status, body: { error } };
}

describe('openaiModel', () => {
  let server: WireServer;
  let reply: (request: WireRequest, index: number) => WireReply;
  const signal = new AbortController().signal;

  before(async () => {
    server = await startWireServer((incoming, index) => reply(incoming, index));
  });
  after(() => server.close());

  function model(options: Partial<OpenAIOptions> = {}) {
    const names = { id: 'openai/gpt-x', model: 'gpt-x', account: 'openai' };
    const where = { apiKey, baseURL: `${server.origin}/v1`, timeoutMs: 5000 };
    return openaiModel({ ...names, ...where, outputLimitField: 'max_completion_tokens', ...options });
  }

  const lastRequest = () => server.requests.at(-1) as WireRequest;

  it('sends the conversation and its parameters, and the key in the header only', async () => {
    reply = () => ({ body: completion() });
    const parameters = {
      temperature: 0.5,
      topP: 0.9,
      maxOutputTokens: 7,
      stop: ['\n'],
      seed: 3,
      reasoningEffort: 'low',
      responseFormat: 'json',
    } as const;
    await model().call({ ...request, parameters, logprobs: true }, signal);
    assert.equal(lastRequest().path, '/v1/chat/completions');
    assert.equal(lastRequest().headers.authorization, `Bearer ${apiKey}`);
    assert.deepEqual(lastRequest().body, {
      model: 'gpt-x',
      messages: request.messages,
      max_completion_tokens: 7,
      stop: ['\n'],
      seed: 3,
      reasoning_effort: 'low',
      response_format: { type: 'json_object' },
      temperature: 0.5,
      top_p: 0.9,
      logprobs: true,
      top_logprobs: 5,
    });
  });

  it('sends nothing that was not asked for', async () => {
    reply = () => ({ body: completion() });
    await model().call({ ...request, parameters: {} }, signal);
    assert.deepEqual(Object.keys(lastRequest().body), ['model', 'messages']);
  });

  it('reads answer, usage and rate limit', async () => {
    const headers = { 'x-ratelimit-limit-requests': '500', 'x-ratelimit-remaining-requests': '499' };
    reply = () => ({ headers, body: completion() });
    assert.deepEqual(await model().call(request, signal), {
      answer: {
        text: 'theft',
        finish: 'stop',
        usage: {
          inputTokens: 12,
          cachedInputTokens: 8,
          cacheWriteTokens: 0,
          outputTokens: 1,
          reasoningTokens: 1,
          batch: false,
        },
      },
      rateLimit: { limitRequests: 500, remainingRequests: 499 },
    });
  });

  it('reads log-probabilities, alternatives by descending probability', async () => {
    reply = () => ({ body: completion({ logprobs: wireLogprobs }) });
    const asked = model();
    assert.equal(asked.supportsLogprobs, undefined);
    const { answer } = await asked.call(asking, signal);
    assert.equal(asked.supportsLogprobs, true);
    assert.deepEqual(answer.logprobs, [
      {
        token: 'theft',
        logprob: -0.25,
        alternatives: [
          { token: 'theft', logprob: -0.25 },
          { token: 'loss', logprob: -1.5 },
          { token: 'other', logprob: -9999 },
        ],
      },
    ]);
  });

  it('drops log-probabilities with a gap', async () => {
    const gap = { content: [...wireLogprobs.content, { token: 'x', logprob: null, top_logprobs: [] }] };
    reply = () => ({ body: completion({ logprobs: gap }) });
    assert.equal((await model().call(asking, signal)).answer.logprobs, undefined);
  });

  const finishes: readonly (readonly [choice: object, text: string, finish: string])[] = [
    [{ finish_reason: 'length' }, 'theft', 'length'],
    [{ finish_reason: 'content_filter' }, 'theft', 'other'],
    [{ finish_reason: null }, 'theft', 'other'],
    [{ message: { role: 'assistant', content: '' } }, '', 'stop'],
    [{ message: { role: 'assistant', content: null }, finish_reason: 'length' }, '', 'length'],
    [{ message: { role: 'assistant', content: null, refusal: 'I cannot.' } }, 'I cannot.', 'stop'],
  ];
  for (const [choice, text, finish] of finishes) {
    it(`reads ${JSON.stringify(choice)}`, async () => {
      reply = () => ({ body: completion(choice) });
      const { answer } = await model().call(request, signal);
      assert.deepEqual([answer.text, answer.finish], [text, finish]);
    });
  }

  const malformedAnswers: readonly (readonly [what: string, reply: WireReply, billed: boolean])[] = [
    ['broken JSON', { body: '{"choices": [' }, false],
    ['no JSON', { body: '<html>', headers: { 'content-type': 'text/html' } }, false],
    ['nothing', { body: '' }, false],
    ['null', { body: 'null' }, false],
    ['a list', { body: [] }, false],
    ['no choices', { body: completion({}, { choices: [] }) }, true],
    ['choices null', { body: completion({}, { choices: null }) }, true],
    ['choices of another kind', { body: completion({}, { choices: 'theft' }) }, true],
    ['no message', { body: completion({ message: null }) }, true],
    ['content null', { body: completion({ message: { role: 'assistant', content: null } }) }, true],
    ['content a number', { body: completion({ message: { role: 'assistant', content: 5 } }) }, true],
  ];
  for (const [what, answer, billed] of malformedAnswers) {
    it(`reports ${what} as malformed, with usage where there is some`, async () => {
      reply = () => answer;
      const error = await caughtFrom(model().call(request, signal), CallError);
      assert.deepEqual([error.reason, error.retryable, error.usage !== undefined], ['malformed', true, billed]);
    });
  }

  it('estimates usage where the server gives none, and says so', async () => {
    reply = () => ({ body: completion({}, { usage: undefined }) });
    const { answer } = await model().call(request, signal);
    assert.equal(answer.usage.estimated, true);
    assert.ok(answer.usage.inputTokens > 10 && answer.usage.outputTokens >= 1);
  });

  const statuses: readonly (readonly [status: number, error: unknown, reason: CallErrorReason, message: RegExp])[] = [
    [
      400,
      { message: 'Bad thing', code: null, param: null },
      'request',
      /^openai\/gpt-x refused the request \(400: Bad thing\)\.$/,
    ],
    [
      401,
      { message: `Incorrect API key provided: ${apiKey}.` },
      'key',
      /\(401: Incorrect API key provided: \[key\]\)\.$/,
    ],
    [
      401,
      { message: 'Incorrect API key provided: sk-te*****cdef.' },
      'key',
      /check OPENAI_API_KEY \(401: .*\[key\]\)\.$/,
    ],
    [402, { message: 'no credit' }, 'key', /\(402: no credit\)/],
    [403, { message: 'Country not supported' }, 'key', /\(403/],
    [
      404,
      { message: 'The model does not exist', code: 'model_not_found' },
      'model',
      /^openai does not know the model openai\/gpt-x/,
    ],
    [408, {}, 'timeout', /\(408\)\.$/],
    [422, 'odd', 'request', /\(422: odd\)\.$/],
    [429, { message: 'Rate limit reached' }, 'rate', /over its rate limit \(429: Rate limit reached\)\.$/],
    [429, { message: 'You exceeded', code: 'insufficient_quota' }, 'key', /check OPENAI_API_KEY/],
    [500, { message: 'oops' }, 'server', /failed while answering/],
    [502, undefined, 'server', /\(502\)\.$/],
    [503, {}, 'overloaded', /openai is overloaded/],
    [529, {}, 'overloaded', /openai is overloaded/],
  ];
  for (const [status, error, reason, message] of statuses) {
    it(`reports ${status} ${JSON.stringify(error)} as ${reason}`, async () => {
      reply = () => refusal(status, error);
      const caught = await caughtFrom(model().call(request, signal), CallError);
      assert.deepEqual([caught.reason, caught.status, caught.model], [reason, status, 'openai/gpt-x']);
      assert.match(caught.message, message);
      assert.ok(!caught.message.includes(apiKey));
    });
  }

  it('makes one attempt only', async () => {
    for (const status of [429, 500]) {
      reply = () => refusal(status, {});
      const before = server.requests.length;
      await caughtFrom(model().call(request, signal), CallError);
      assert.equal(server.requests.length, before + 1);
    }
  });

  it('reads how long to wait, and the limit that was hit', async () => {
    const headers = { 'retry-after': '3', 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '3s' };
    reply = () => ({ ...refusal(429, {}), headers });
    const error = await caughtFrom(model().call(request, signal), CallError);
    assert.equal(error.retryAfterMs, 3000);
    assert.deepEqual(error.rateLimit, { remainingRequests: 0, resetMs: 3000 });
  });

  const echoes: Readonly<Record<string, string>> = {
    'the whole row': `cannot handle: ${secretRow}`,
    'a part of it': 'input "bicycle was stolen" is odd',
    'it, wrapped': `cannot handle: my bicycle\n   was stolen yesterday`,
  };
  for (const [what, message] of Object.entries(echoes)) {
    it(`does not repeat a provider that repeats ${what}`, async () => {
      reply = () => refusal(400, { message });
      const error = await caughtFrom(model().call(request, signal), CallError);
      assert.equal(error.message, 'openai/gpt-x refused the request (400).');
    });
  }

  it('cuts a long complaint', async () => {
    reply = () => refusal(400, { message: 'x'.repeat(10_000) });
    const error = await caughtFrom(model().call(request, signal), CallError);
    assert.ok(error.message.length < 300);
  });

  it('reports a timeout', async () => {
    reply = () => ({ fault: 'hang' });
    const error = await caughtFrom(model({ timeoutMs: 20 }).call(request, signal), CallError);
    assert.deepEqual([error.reason, error.retryable], ['timeout', true]);
    assert.equal(error.message, 'openai/gpt-x gave no answer within 0.02 s.');
  });

  for (const fault of ['cut', 'refuse'] as const) {
    it(`reports a connection that is ${fault === 'cut' ? 'cut' : 'closed'}`, async () => {
      reply = () => ({ body: completion(), fault });
      const error = await caughtFrom(model().call(request, signal), CallError);
      assert.deepEqual([error.reason, error.retryable], ['connection', true]);
      assert.match(
        error.message,
        /^The connection to http:\/\/127\.0\.0\.1:\d+ for openai\/gpt-x failed \(ECONNRESET\)/,
      );
    });
  }

  it('reports a server that is not there', async () => {
    const closed = await startWireServer(() => ({}));
    await closed.close();
    const error = await caughtFrom(model({ baseURL: `${closed.origin}/v1` }).call(request, signal), CallError);
    assert.equal(error.reason, 'connection');
    assert.match(error.message, /ECONNREFUSED\)\. Is the server running, and reachable\?$/);
  });

  it('follows no redirect', async () => {
    reply = () => ({ status: 302, headers: { location: `${server.origin}/elsewhere` } });
    const error = await caughtFrom(model().call(request, signal), CallError);
    assert.deepEqual([error.reason, error.status], ['request', 302]);
    assert.equal(lastRequest().path, '/v1/chat/completions');
  });

  it("rejects with the signal's reason when aborted, before and during the call", async () => {
    const reason = new Error('cancelled');
    const controller = new AbortController();
    const before = server.requests.length;
    reply = () => {
      controller.abort(reason);
      return { fault: 'hang' };
    };
    assert.equal(await caughtFrom(model().call(request, controller.signal), Error), reason);
    assert.equal(await caughtFrom(model().call(request, controller.signal), Error), reason);
    assert.equal(server.requests.length, before + 1);
  });

  describe('probing', () => {
    const wanted = (incoming: WireRequest) =>
      ['logprobs', 'temperature'].filter((field) => field in incoming.body).join('+');

    interface Refuser {
      readonly what: string;
      readonly refuses: (fields: string) => WireReply | undefined;
      readonly attempts: readonly string[];
      readonly supportsLogprobs: boolean;
      readonly ignored: readonly string[];
    }
    const named = (param: string) => refusal(400, { message: 'Unsupported', param, code: 'unsupported_parameter' });
    const unnamed = (status: number) => refusal(status, { message: 'no', param: null, code: null });
    const refusers: readonly Refuser[] = [
      {
        what: 'a reasoning model that names what it refuses',
        refuses: (fields) =>
          fields.includes('temperature') ? named('temperature') : fields !== '' ? named('logprobs') : undefined,
        attempts: ['logprobs+temperature', 'logprobs', ''],
        supportsLogprobs: false,
        ignored: ['temperature', 'topP'],
      },
      {
        what: 'a model that may not give log-probabilities (403, unnamed)',
        refuses: (fields) => (fields.includes('logprobs') ? unnamed(403) : undefined),
        attempts: ['logprobs+temperature', 'temperature'],
        supportsLogprobs: false,
        ignored: [],
      },
      {
        what: 'a server that refuses top_logprobs (422, named)',
        refuses: (fields) => (fields.includes('logprobs') ? refusal(422, { param: 'top_logprobs' }) : undefined),
        attempts: ['logprobs+temperature', 'temperature'],
        supportsLogprobs: false,
        ignored: [],
      },
      {
        what: 'a model that refuses only the temperature',
        refuses: (fields) => (fields.includes('temperature') ? named('temperature') : undefined),
        attempts: ['logprobs+temperature', 'logprobs'],
        supportsLogprobs: true,
        ignored: ['temperature', 'topP'],
      },
    ];
    for (const { what, refuses, attempts, supportsLogprobs, ignored } of refusers) {
      it(`asks ${what} once`, async () => {
        reply = (incoming) =>
          refuses(wanted(incoming)) ?? {
            body: completion('logprobs' in incoming.body ? { logprobs: wireLogprobs } : {}),
          };
        const probed = model();
        const start = server.requests.length;
        await Promise.all(Array.from({ length: 5 }, () => probed.call(asking, signal)));
        const last = attempts.at(-1) as string;
        assert.deepEqual(server.requests.slice(start).map(wanted), [...attempts, last, last, last, last]);
        assert.equal(probed.supportsLogprobs, supportsLogprobs);
        assert.deepEqual(probed.ignoredParameters, ignored);
      });
    }

    it('stops asking a server that ignores the wish', async () => {
      reply = () => ({ body: completion() });
      const probed = model();
      const start = server.requests.length;
      await probed.call(asking, signal);
      await probed.call(asking, signal);
      assert.deepEqual(server.requests.slice(start).map(wanted), ['logprobs+temperature', 'temperature']);
      assert.equal(probed.supportsLogprobs, false);
    });

    it('concludes nothing from an empty answer, nor from one gap after good answers', async () => {
      const probed = model();
      reply = () => ({ body: completion({ message: { role: 'assistant', content: '' } }) });
      await probed.call(asking, signal);
      assert.equal(probed.supportsLogprobs, undefined);
      reply = () => ({ body: completion({ logprobs: wireLogprobs }) });
      await probed.call(asking, signal);
      reply = () => ({ body: completion() });
      await probed.call(asking, signal);
      assert.equal(probed.supportsLogprobs, true);
    });

    it('asks a model that is known to give them without waiting', async () => {
      reply = () => ({ body: completion({ logprobs: wireLogprobs }) });
      const known = model({ takes: ['logprobs', 'sampling'] });
      assert.equal(known.supportsLogprobs, true);
    });

    it('passes on a refusal that has another cause', async () => {
      reply = () => refusal(400, { message: 'maximum context length is 8192 tokens', code: 'context_length_exceeded' });
      const probed = model();
      const error = await caughtFrom(probed.call(asking, signal), CallError);
      assert.match(error.message, /maximum context length/);
      assert.deepEqual([error.reason, probed.supportsLogprobs], ['request', undefined]);
    });
  });
});
