import assert from 'node:assert/strict';
import { Anthropic } from '@anthropic-ai/sdk';
import { OpenAI } from 'openai';
import { CallError } from '../../src/core/models/callError.ts';
import type { ChatModel, ChatRequest } from '../../src/core/models/chatModel.ts';
import { anthropicModel } from '../../src/providers/anthropic.ts';
import { openaiModel } from '../../src/providers/openai.ts';
import { echoModels } from '../../src/providers/sample/sampleModel.ts';
import { type SampleServer, startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import { caughtFrom } from '../support/caughtFrom.ts';
import { startWireServer, type WireReply } from '../support/wireServer.ts';

const request: ChatRequest = {
  messages: [{ role: 'user', content: 'unaffordability is the word' }],
  parameters: { maxOutputTokens: 50 },
  logprobs: true,
};
const signal = new AbortController().signal;

type Make = (origin: string, client?: 'own') => ChatModel;

const providers: Readonly<Record<string, Make>> = {
  openai: (origin, own) =>
    openaiModel({
      id: 'openai/m',
      model: 'm',
      account: 'openai',
      apiKey: 'sk-test',
      baseURL: `${origin}/v1`,
      timeoutMs: 5000,
      outputLimitField: 'max_completion_tokens',
      ...(own ? { client: new OpenAI({ apiKey: 'sk-own', baseURL: `${origin}/v1`, maxRetries: 3 }) } : {}),
    }),
  anthropic: (origin, own) =>
    anthropicModel({
      id: 'anthropic/m',
      model: 'm',
      account: 'anthropic',
      apiKey: 'sk-test',
      baseURL: origin,
      timeoutMs: 5000,
      ...(own ? { client: new Anthropic({ apiKey: 'sk-own', baseURL: origin, maxRetries: 3 }) } : {}),
    }),
};

/** What was given out piece by piece, with the whole. */
async function streamed(model: ChatModel) {
  const pieces: string[] = [];
  const { answer } = await model.call(request, signal, (piece) => pieces.push(piece));
  return { pieces, answer };
}

async function withReply<T>(
  reply: WireReply,
  work: (origin: string, requests: () => number) => Promise<T>,
): Promise<T> {
  const wire = await startWireServer(() => reply);
  try {
    return await work(wire.origin, () => wire.requests.length);
  } finally {
    await wire.close();
  }
}

for (const [provider, make] of Object.entries(providers)) {
  describe(`${provider}Model, streaming`, () => {
    let server: SampleServer;
    before(async () => {
      server = await startSampleServer({ models: echoModels(['m']) });
    });
    after(() => server.close());

    for (const own of [undefined, 'own'] as const) {
      it(`gives the same answer in pieces as whole (${own ? "the caller's" : 'its own'} client)`, async () => {
        const model = make(server.url, own);
        const whole = (await model.call(request, signal)).answer;
        const { pieces, answer } = await streamed(model);
        assert.ok(pieces.length > 1, `it came in ${pieces.length} piece`);
        assert.equal(pieces.join(''), 'unaffordability');
        assert.deepEqual(answer, whole);
      });
    }

    it('tries once only, whatever the client was made with', async () => {
      await withReply({ status: 500, body: { error: { message: 'down' } } }, async (origin, requests) => {
        const error = await caughtFrom(make(origin, 'own').call(request, signal), CallError);
        assert.equal(error.reason, 'server');
        assert.equal(requests(), 1);
      });
    });

    it('knows a wrong key when it is to stream', async () => {
      await withReply({ status: 401, body: { error: { message: 'no' } } }, async (origin) => {
        assert.equal((await caughtFrom(streamed(make(origin)), CallError)).reason, 'key');
      });
    });

    const first: Readonly<Record<string, string>> = {
      openai: 'data: {"choices":[{"index":0,"delta":{"content":"un"}}]}\n\n',
      anthropic:
        'event: message_start\ndata: {"type":"message_start","message":{"usage":{"input_tokens":1,"output_tokens":1}}}\n\n' +
        'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"un"}}\n\n',
    };
    const headers = { 'content-type': 'text/event-stream' };

    it('tells a stream that ended too early from an answer', async () => {
      await withReply({ headers, body: first[provider] }, async (origin) => {
        const error = await caughtFrom(streamed(make(origin)), CallError);
        assert.equal(error.reason, 'malformed');
        assert.match(error.message, /stream was cut off/);
      });
    });

    it('tells a stream whose connection broke from an answer', async () => {
      await withReply({ headers, body: `${first[provider]}${' '.repeat(500)}`, fault: 'cut' }, async (origin) => {
        const error = await caughtFrom(streamed(make(origin)), CallError);
        assert.equal(error.reason, 'connection');
        assert.ok(error.mayBeBilled);
      });
    });

    it('follows no redirect', async () => {
      await withReply({ status: 307, headers: { location: `${server.url}/v1/chat/completions` } }, async (origin) => {
        const before = server.requests;
        await caughtFrom(streamed(make(origin)), CallError);
        assert.equal(server.requests, before);
      });
    });
  });
}
