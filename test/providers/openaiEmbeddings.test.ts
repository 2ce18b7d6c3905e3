import assert from 'node:assert/strict';
import { OpenAI } from 'openai';
import { CallError, type CallErrorReason } from '../../src/core/models/callError.ts';
import { MissingKeyError } from '../../src/core/models/keyVariables.ts';
import { createEmbeddingModel, ProviderUnavailableError } from '../../src/providers/createModel.ts';
import { openaiEmbeddings } from '../../src/providers/openaiEmbeddings.ts';
import { everyRequest } from '../../src/providers/sample/fault.ts';
import { startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import { caughtFrom } from '../support/caughtFrom.ts';
import { startWireServer, type WireReply, type WireServer } from '../support/wireServer.ts';

const apiKey = 'sk-test-0123456789abcdef';
const secret = 'my bicycle was stolen yesterday';
const signal = new AbortController().signal;
const usage = { prompt_tokens: 7, total_tokens: 7 };
const data = [{ object: 'embedding', index: 0, embedding: [0.25, -1, 0] }];
const plain = { cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0, batch: false };

describe('openaiEmbeddings', () => {
  let server: WireServer;
  let reply: WireReply;

  before(async () => {
    server = await startWireServer(() => reply);
  });
  after(() => server.close());

  const model = (account = 'openai') =>
    openaiEmbeddings({
      id: `${account}/e5`,
      model: 'e5',
      account,
      apiKey,
      baseURL: `${server.origin}/v1`,
      timeoutMs: 5000,
    });

  it('asks for numbers and reads them with what they took', async () => {
    reply = { headers: { 'x-ratelimit-remaining-requests': '12' }, body: { object: 'list', data, model: 'e5', usage } };
    const { answer, rateLimit } = await model().embed(secret, signal);
    const request = server.requests.at(-1);
    assert.equal(request?.path, '/v1/embeddings');
    assert.deepEqual(request?.body, { model: 'e5', input: secret, encoding_format: 'float' });
    assert.equal(request?.headers.authorization, `Bearer ${apiKey}`);
    assert.deepEqual(answer, { vector: Float32Array.of(0.25, -1, 0), usage: { ...plain, inputTokens: 7 } });
    assert.equal(rateLimit.remainingRequests, 12);
  });

  it('counts tokens itself where the server does not, and says so', async () => {
    reply = { body: { data } };
    const { answer } = await model('box').embed(secret, signal);
    assert.equal(answer.usage.estimated, true);
    assert.ok(answer.usage.inputTokens >= 5);
  });

  for (const [what, wire, reason, said] of [
    ['a wrong key', { status: 401, body: { error: { message: 'no' } } }, 'key', /OPENAI_API_KEY/],
    [
      'a server without embeddings',
      { status: 404, body: 'not found' },
      'model',
      /gives no embeddings by openai\/e5.*\/v1\/embeddings/,
    ],
    ['a text that is too long', { status: 400, body: { error: { message: 'too long' } } }, 'request', /too long/],
    ['a rate limit', { status: 429, body: {} }, 'rate', /rate limit/],
    [
      'a server that is not ready',
      { status: 501, body: { error: { message: 'start me with --embeddings' } } },
      'server',
      /start me with --embeddings/,
    ],
    ['a connection that is cut', { fault: 'refuse' }, 'connection', /connection/],
    ['no vector', { body: { data: [], usage } }, 'malformed', /no embedding/],
    ['an empty vector', { body: { data: [{ embedding: [] }], usage } }, 'malformed', /no embedding/],
    ['numbers as text', { body: { data: [{ embedding: 'AACAPw==' }], usage } }, 'malformed', /no embedding/],
    [
      'something that is no number',
      { body: { data: [{ embedding: [1, null] }], usage } },
      'malformed',
      /no finite number/,
    ],
    [
      'a number beyond single precision',
      { body: '{"data":[{"embedding":[1,1e300]}]}' },
      'malformed',
      /no finite number/,
    ],
    ['what is not JSON', { body: '<html>' }, 'malformed', /./],
  ] as readonly (readonly [string, WireReply, CallErrorReason, RegExp])[]) {
    it(`says what is wrong with ${what}`, async () => {
      reply = wire;
      const error = await caughtFrom(model().embed(secret, signal), CallError);
      assert.equal(error.reason, reason);
      assert.match(error.message, said);
      assert.ok(!error.message.includes(apiKey) && !error.message.includes(secret));
    });
  }

  it('ends with the reason of its signal', async () => {
    reply = { fault: 'hang' };
    const aborting = new AbortController();
    const asked = model().embed(secret, aborting.signal);
    aborting.abort(new Error('enough'));
    await assert.rejects(asked, /enough/);
  });
});

describe('createEmbeddingModel', () => {
  const nowhere = { keyOf: () => undefined, baseURLOf: () => undefined };

  it('needs a key where the server is not on this machine, and takes a client instead', async () => {
    await caughtFrom(createEmbeddingModel('openai/text-embedding-3-small', nowhere), MissingKeyError);
    const client = new OpenAI({ apiKey });
    const made = await createEmbeddingModel('openai:text-embedding-3-small', { ...nowhere, clientOf: () => client });
    assert.equal(made.id, 'openai/text-embedding-3-small');
    assert.equal((await createEmbeddingModel('compatible:ollama/nomic', nowhere)).id, 'compatible:ollama/nomic');
  });

  it('refuses providers without embeddings', async () => {
    await caughtFrom(createEmbeddingModel('anthropic/claude-x', nowhere), ProviderUnavailableError);
    await caughtFrom(createEmbeddingModel('sample/embed', nowhere), ProviderUnavailableError);
  });
});

describe('The sample server', () => {
  const at = (url: string, model = 'sample/embed') =>
    openaiEmbeddings({ id: model, model, account: 'sample', apiKey: undefined, baseURL: `${url}/v1`, timeoutMs: 5000 });

  it('embeds texts, the same way each time, near to each other where they share words', async () => {
    const server = await startSampleServer();
    try {
      const of = async (text: string) => (await at(server.url).embed(text, signal)).answer;
      const first = await of('Where is my refund?');
      assert.deepEqual(await of('Where is my refund?'), first);
      assert.equal(first.vector.length, 64);
      assert.ok(first.usage.inputTokens > 0 && !first.usage.estimated);
      const likeness = (one: Float32Array, other: Float32Array) =>
        one.reduce((sum, x, i) => sum + x * (other[i] ?? 0), 0);
      const near = likeness(first.vector, (await of('Where is the refund of my order?')).vector);
      const far = likeness(first.vector, (await of('Password reset does not work')).vector);
      assert.ok(near > far + 0.2, `${near} and ${far}`);
      // As the client asks when it is not told otherwise.
      const client = new OpenAI({ apiKey: 'none', baseURL: `${server.url}/v1` });
      const unasked = await client.embeddings.create({ model: 'embed', input: 'Where is my refund?' });
      assert.deepEqual(Float32Array.from(unasked.data[0]!.embedding), first.vector);
    } finally {
      await server.close();
    }
  });

  it('refuses what is no embeddings model, an empty text, and whatever a fault wants', async () => {
    const server = await startSampleServer();
    const broken = await startSampleServer({ faults: everyRequest({ kind: 'malformed' }) });
    const empty = await startSampleServer({ faults: everyRequest({ kind: 'empty' }) });
    try {
      const reasonOf = async (asked: Promise<unknown>) => (await caughtFrom(asked, CallError)).reason;
      assert.equal(await reasonOf(at(server.url, 'sample/nano').embed('x', signal)), 'model');
      assert.equal(await reasonOf(at(server.url).embed('', signal)), 'request');
      assert.equal(await reasonOf(at(broken.url).embed('x', signal)), 'malformed');
      assert.equal(await reasonOf(at(empty.url).embed('x', signal)), 'malformed');
    } finally {
      await Promise.all([server.close(), broken.close(), empty.close()]);
    }
  });
});
