import assert from 'node:assert/strict';
import { CallError, type CallErrorReason } from '../../src/core/models/callError.ts';
import type { ChatRequest } from '../../src/core/models/chatModel.ts';
import { anthropicModel } from '../../src/providers/anthropic.ts';
import type { ProviderOptions } from '../../src/providers/providerOptions.ts';
import { caughtFrom } from '../support/caughtFrom.ts';
import { startWireServer, type WireReply, type WireRequest, type WireServer } from '../support/wireServer.ts';

const apiKey = 'sk-ant-api03-0123456789';

const request: ChatRequest = {
  messages: [
    { role: 'system', content: 'Answer with one word.' },
    { role: 'user', content: 'my bicycle was stolen yesterday' },
  ],
  parameters: { maxOutputTokens: 50 },
  logprobs: true,
};

const usage = {
  input_tokens: 12,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 30,
  cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
  output_tokens: 6,
  service_tier: 'standard',
};

function message(given: object = {}): object {
  const content = [{ type: 'text', text: 'theft', citations: null }];
  const stop = { stop_reason: 'end_turn', stop_sequence: null };
  return { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-x', content, ...stop, usage, ...given };
}

function failure(status: number, type: string, text: string): WireReply {
  return { status, body: { type: 'error', error: { type, message: text }, request_id: 'req_1' } };
}

describe('anthropicModel', () => {
  let server: WireServer;
  let reply: (request: WireRequest, index: number) => WireReply;
  const signal = new AbortController().signal;

  before(async () => {
    server = await startWireServer((incoming, index) => reply(incoming, index));
  });
  after(() => server.close());

  function model(options: Partial<ProviderOptions> = {}) {
    const names = { id: 'anthropic/claude-x', model: 'claude-x', account: 'anthropic' };
    return anthropicModel({ ...names, apiKey, baseURL: server.origin, timeoutMs: 5000, ...options });
  }

  const lastRequest = () => server.requests.at(-1) as WireRequest;

  it('sends the system message apart, its parameters, and the key in the header only', async () => {
    reply = () => ({ body: message() });
    const parameters = {
      temperature: 0,
      topP: 0.9,
      maxOutputTokens: 7,
      stop: ['\n'],
      seed: 3,
      reasoningEffort: 'low',
      responseFormat: 'json',
    } as const;
    await model().call({ ...request, parameters }, signal);
    assert.equal(lastRequest().path, '/v1/messages');
    assert.equal(lastRequest().headers.authorization, `Bearer ${apiKey}`);
    assert.deepEqual(lastRequest().body, {
      model: 'claude-x',
      max_tokens: 7,
      system: 'Answer with one word.',
      messages: [{ role: 'user', content: 'my bicycle was stolen yesterday' }],
      stop_sequences: ['\n'],
      output_config: { effort: 'low' },
      temperature: 0,
      top_p: 0.9,
    });
  });

  it('sends a limit where none is given, since Anthropic requires one', async () => {
    reply = () => ({ body: message() });
    await model().call({ ...request, parameters: {} }, signal);
    assert.deepEqual(Object.keys(lastRequest().body), ['model', 'max_tokens', 'system', 'messages']);
    assert.equal(lastRequest().body['max_tokens'], 4096);
  });

  const conversations: readonly (readonly [
    what: string,
    messages: ChatRequest['messages'],
    system: unknown,
    turns: unknown,
  ])[] = [
    [
      'several system messages',
      [
        { role: 'system', content: 'a' },
        { role: 'user', content: 'b' },
        { role: 'assistant', content: 'c' },
        { role: 'system', content: 'd' },
      ],
      'a\n\nd',
      [
        { role: 'user', content: 'b' },
        { role: 'assistant', content: 'c' },
      ],
    ],
    ['nothing but a system message', [{ role: 'system', content: 'a' }], undefined, [{ role: 'user', content: 'a' }]],
    ['no system message', [{ role: 'user', content: 'a' }], undefined, [{ role: 'user', content: 'a' }]],
  ];
  for (const [what, messages, system, turns] of conversations) {
    it(`sends ${what}`, async () => {
      reply = () => ({ body: message() });
      await model().call({ ...request, messages }, signal);
      assert.deepEqual([lastRequest().body['system'], lastRequest().body['messages']], [system, turns]);
    });
  }

  it('reads answer, usage and rate limit; gives no log-probabilities', async () => {
    const headers = {
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '49',
      'anthropic-ratelimit-requests-reset': '2026-11-22T12:00:30Z',
      date: 'Sun, 22 Nov 2026 12:00:00 GMT',
    };
    reply = () => ({ headers, body: message() });
    const asked = model();
    assert.equal(asked.supportsLogprobs, false);
    assert.deepEqual(await asked.call(request, signal), {
      answer: {
        text: 'theft',
        finish: 'stop',
        usage: {
          inputTokens: 12,
          cachedInputTokens: 30,
          cacheWriteTokens: 0,
          outputTokens: 6,
          reasoningTokens: 0,
          batch: false,
        },
      },
      rateLimit: { limitRequests: 50, remainingRequests: 49, resetMs: 30_000 },
    });
  });

  const answers: readonly (readonly [given: object, text: string, finish: string])[] = [
    [{ stop_reason: 'stop_sequence' }, 'theft', 'stop'],
    [{ stop_reason: 'max_tokens' }, 'theft', 'length'],
    [{ stop_reason: 'model_context_window_exceeded' }, 'theft', 'length'],
    [{ stop_reason: 'refusal' }, 'theft', 'other'],
    [{ content: [] }, '', 'stop'],
    [
      {
        content: [
          { type: 'thinking', thinking: 'hm', signature: 's' },
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
      'ab',
      'stop',
    ],
  ];
  for (const [given, text, finish] of answers) {
    it(`reads ${JSON.stringify(given)}`, async () => {
      reply = () => ({ body: message(given) });
      const { answer } = await model().call(request, signal);
      assert.deepEqual([answer.text, answer.finish], [text, finish]);
    });
  }

  const malformedAnswers: readonly (readonly [what: string, reply: WireReply, billed: boolean])[] = [
    ['broken JSON', { body: '{"content": [' }, false],
    ['no JSON', { body: '<html>', headers: { 'content-type': 'text/html' } }, false],
    ['nothing', { body: '' }, false],
    ['null', { body: 'null' }, false],
    ['content null', { body: message({ content: null }) }, true],
    ['a text block without text', { body: message({ content: [{ type: 'text' }] }) }, true],
    ['a block that is none', { body: message({ content: ['theft'] }) }, true],
  ];
  for (const [what, answer, billed] of malformedAnswers) {
    it(`reports ${what} as malformed, with usage where there is some`, async () => {
      reply = () => answer;
      const error = await caughtFrom(model().call(request, signal), CallError);
      assert.deepEqual([error.reason, error.retryable, error.usage !== undefined], ['malformed', true, billed]);
    });
  }

  it('estimates usage where there is none, and says so', async () => {
    reply = () => ({ body: message({ usage: undefined }) });
    assert.equal((await model().call(request, signal)).answer.usage.estimated, true);
  });

  const statuses: readonly (readonly [status: number, type: string, reason: CallErrorReason, message: RegExp])[] = [
    [400, 'invalid_request_error', 'request', /^anthropic\/claude-x refused the request \(400: oh no\)\.$/],
    [401, 'authentication_error', 'key', /check ANTHROPIC_API_KEY \(401: oh no\)\.$/],
    [402, 'billing_error', 'key', /\(402: oh no\)/],
    [403, 'permission_error', 'key', /\(403/],
    [404, 'not_found_error', 'model', /^anthropic does not know the model/],
    [413, 'request_too_large', 'request', /\(413/],
    [429, 'rate_limit_error', 'rate', /over its rate limit/],
    [500, 'api_error', 'server', /failed while answering/],
    [504, 'timeout_error', 'server', /\(504/],
    [529, 'overloaded_error', 'overloaded', /^anthropic is overloaded \(529: oh no\)\.$/],
  ];
  for (const [status, type, reason, text] of statuses) {
    it(`reports ${status} ${type} as ${reason}, after one attempt`, async () => {
      reply = () => ({ ...failure(status, type, 'oh no'), headers: { 'retry-after': '7' } });
      const before = server.requests.length;
      const caught = await caughtFrom(model().call(request, signal), CallError);
      assert.deepEqual([caught.reason, caught.status, caught.retryAfterMs], [reason, status, 7000]);
      assert.match(caught.message, text);
      assert.equal(server.requests.length, before + 1);
    });
  }

  it('shows neither the key nor the row that a provider repeats', async () => {
    reply = () => failure(401, 'authentication_error', `invalid x-api-key ${apiKey}`);
    const refused = await caughtFrom(model().call(request, signal), CallError);
    assert.match(refused.message, /invalid x-api-key \[key\]/);
    reply = () => failure(400, 'invalid_request_error', 'what is "bicycle was stolen yesterday"?');
    const echoed = await caughtFrom(model().call(request, signal), CallError);
    assert.equal(echoed.message, 'anthropic/claude-x refused the request (400).');
  });

  const faults: readonly (readonly [fault: WireReply['fault'] & string, reason: CallErrorReason])[] = [
    ['hang', 'timeout'],
    ['cut', 'connection'],
    ['refuse', 'connection'],
  ];
  for (const [fault, reason] of faults) {
    it(`reports "${fault}" as ${reason}`, async () => {
      reply = () => ({ body: message(), fault });
      const timeoutMs = fault === 'hang' ? 20 : 5000;
      const error = await caughtFrom(model({ timeoutMs }).call(request, signal), CallError);
      assert.deepEqual([error.reason, error.retryable], [reason, true]);
    });
  }

  it("rejects with the signal's reason when aborted", async () => {
    const reason = new Error('cancelled');
    const controller = new AbortController();
    reply = () => {
      controller.abort(reason);
      return { fault: 'hang' };
    };
    assert.equal(await caughtFrom(model().call(request, controller.signal), Error), reason);
  });

  it('leaves out temperature and top-p for a model that refuses them, after asking once', async () => {
    reply = (incoming) =>
      'temperature' in incoming.body
        ? failure(400, 'invalid_request_error', '`temperature` is deprecated for this model.')
        : { body: message() };
    const probed = model();
    assert.deepEqual(probed.ignoredParameters, ['seed', 'responseFormat']);
    const start = server.requests.length;
    const warm = { ...request, parameters: { temperature: 0, topP: 1 } };
    await Promise.all([1, 2, 3].map(() => probed.call(warm, signal)));
    const temperatures = server.requests.slice(start).map(({ body }) => body['temperature']);
    assert.deepEqual(temperatures, [0, undefined, undefined, undefined]);
    assert.equal(lastRequest().body['top_p'], undefined);
    assert.deepEqual(probed.ignoredParameters, ['seed', 'responseFormat', 'temperature', 'topP']);
  });

  it('warns of no listeners, however many calls share a signal', async () => {
    reply = () => ({ body: message() });
    const warnings: string[] = [];
    const listener = (warning: Error) => warnings.push(warning.name);
    process.on('warning', listener);
    const shared = new AbortController().signal;
    const busy = model();
    await Promise.all(Array.from({ length: 30 }, () => busy.call(request, shared)));
    process.off('warning', listener);
    assert.deepEqual(warnings, []);
  });
});
