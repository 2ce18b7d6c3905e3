import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { APIError, OpenAI } from 'openai';
import type { RoutingConfig } from '../../src/core/routing/routingConfig.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../../src/gateway/gateway.ts';
import { echoModels } from '../../src/providers/sample/sampleModel.ts';
import { type SampleServer, startSampleServer } from '../../src/providers/sample/sampleServer.ts';
import { loadCascade } from '../../src/runtime/loadCascade.ts';
import { BIG, cascadeFolder, cascadeStages, NANO, stageFor } from '../support/cascadeFolder.ts';
import { caughtFrom } from '../support/caughtFrom.ts';
import { removeProfileFolders } from '../support/profileFolder.ts';
import { startWireServer } from '../support/wireServer.ts';

const token = 'a-token-of-this-test';
const sure: Partial<RoutingConfig> = { kind: 'cascade', stages: cascadeStages(0.8) };
const unsure: Partial<RoutingConfig> = { kind: 'cascade', stages: cascadeStages(0.95) };

let upstream: SampleServer;
const open: Gateway[] = [];

before(async () => {
  upstream = await startSampleServer({ models: echoModels(['gpt-4.1-nano', 'gpt-4o']) });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((gateway) => gateway.close()));
});
after(async () => {
  await upstream.close();
  removeProfileFolders();
});

/** A gateway over one config, called `sort`. */
async function gatewayOver(
  parts: Partial<RoutingConfig> = {},
  options: Partial<GatewayOptions> & { readonly baseURL?: string } = {},
): Promise<Gateway> {
  const { baseURL = `${upstream.url}/v1`, ...rest } = options;
  const cascade = await loadCascade(cascadeFolder(parts).config, { baseURLs: { openai: baseURL }, attempts: 1 });
  const gateway = await startGateway({ cascades: [cascade], token, ...rest });
  open.push(gateway);
  return gateway;
}

const clientOf = ({ url }: Gateway, apiKey = token) => new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0 });
const inputs = (text: string) => ({ downtier: { inputs: { text } } });
const asked = (text: string) => ({ model: 'sort', messages: [], ...inputs(text) });

describe('startGateway, asked by the official client', () => {
  it('lists configs as models', async () => {
    const client = clientOf(await gatewayOver());
    assert.deepEqual(
      (await client.models.list()).data.map(({ id }) => id),
      ['sort'],
    );
    assert.equal((await client.models.retrieve('sort')).owned_by, 'downtier');
  });

  it("answers for the prompt's variables, and says in headers who answered and what it cost", async () => {
    const client = clientOf(await gatewayOver(unsure));
    const { data, response } = await client.chat.completions.create(asked('login fails')).withResponse();
    assert.equal(data.choices[0]?.message.content, 'login');
    assert.equal(data.choices[0]?.finish_reason, 'stop');
    assert.ok((data.usage?.total_tokens ?? 0) > 0);
    assert.equal(response.headers.get('x-downtier-model'), BIG);
    assert.ok(Number(response.headers.get('x-downtier-cost-usd')) > 0);
    assert.equal(response.headers.get('x-downtier-path'), `${NANO}=passed-on,${BIG}=kept`);
  });

  it('takes the variables from metadata that has them all', async () => {
    const client = clientOf(await gatewayOver());
    const answer = await client.chat.completions.create({
      model: 'sort',
      messages: [],
      metadata: { text: 'bug here' },
    });
    assert.equal(answer.choices[0]?.message.content, 'bug');
  });

  it('sends plain messages as they are', async () => {
    const client = clientOf(await gatewayOver());
    const messages = [{ role: 'user', content: 'refund please' }] as const;
    const answer = await client.chat.completions.create({
      model: 'sort',
      messages: [...messages],
      metadata: { trace: 'x' },
    });
    assert.equal(answer.choices[0]?.message.content, 'refund');
  });

  it("streams a last stage's answer piece by piece", async () => {
    const client = clientOf(await gatewayOver({ stages: [stageFor(BIG, { parameters: { maxOutputTokens: 50 } })] }));
    const { data, response } = await client.chat.completions
      .create({ ...asked('unaffordability matters'), stream: true, stream_options: { include_usage: true } })
      .withResponse();
    const pieces: string[] = [];
    let usage = 0;
    let facts: { costUSD?: number; model?: string } = {};
    for await (const chunk of data) {
      const piece = chunk.choices[0]?.delta.content;
      if (piece) pieces.push(piece);
      usage += chunk.usage?.total_tokens ?? 0;
      facts = (chunk as { downtier?: typeof facts }).downtier ?? facts;
    }
    assert.ok(pieces.length > 1);
    assert.equal(pieces.join(''), 'unaffordability');
    assert.ok(usage > 0);
    assert.equal(response.headers.get('x-downtier-model'), BIG);
    assert.equal(facts.model, BIG);
    assert.ok((facts.costUSD ?? 0) > 0);
  });

  it("streams an earlier stage's answer when it is kept", async () => {
    const client = clientOf(await gatewayOver(sure));
    let text = '';
    for await (const chunk of await client.chat.completions.create({ ...asked('login fails'), stream: true }))
      text += chunk.choices[0]?.delta.content ?? '';
    assert.equal(text, 'login');
  });

  it('says unknown where the cost is', async () => {
    const box = await startSampleServer({ models: echoModels(['m']) });
    try {
      const config = cascadeFolder({ stages: [stageFor('compatible:box/m')] }).config;
      const cascade = await loadCascade(config, { baseURLs: { box: `${box.url}/v1` } });
      const gateway = await startGateway({ cascades: [cascade], token });
      open.push(gateway);
      const { response } = await clientOf(gateway).chat.completions.create(asked('x')).withResponse();
      assert.equal(response.headers.get('x-downtier-cost-usd'), 'unknown');
    } finally {
      await box.close();
    }
  });

  it('serves 500 requests at once', async function () {
    this.timeout(120_000);
    const client = clientOf(await gatewayOver(sure));
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, index) => client.chat.completions.create(asked(`bug number ${index}`))),
    );
    assert.ok(answers.every(({ choices }) => choices[0]?.message.content === 'bug'));
  });

  it('tells those beyond the limit to come back', async () => {
    const slow = await startSampleServer({ models: echoModels(['gpt-4.1-nano']), latencyMs: 200 });
    try {
      const client = clientOf(await gatewayOver({}, { mostRequests: 5, baseURL: `${slow.url}/v1` }));
      const outcomes = await Promise.allSettled(
        Array.from({ length: 40 }, () => client.chat.completions.create(asked('bug'))),
      );
      const refused = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as APIError] : [],
      );
      assert.ok(refused.length > 0 && refused.length < 40, `${refused.length} refused`);
      assert.ok(refused.every(({ status, headers }) => status === 503 && headers?.get('retry-after') === '1'));
    } finally {
      await slow.close();
    }
  });
});

describe('startGateway, asked what cannot be answered', () => {
  const cases: readonly {
    readonly name: string;
    readonly body?: object;
    readonly key?: string;
    readonly status: number;
    readonly says: RegExp;
  }[] = [
    { name: 'with a wrong token', key: 'wrong', status: 401, says: /token is missing or wrong/ },
    {
      name: 'an unknown model',
      body: { model: 'other', messages: [] },
      status: 404,
      says: /no model "other" here; there are sort/,
    },
    { name: 'nothing', body: { model: 'sort', messages: [] }, status: 400, says: /nothing to send.*"text"/ },
    {
      name: 'without a variable',
      body: { model: 'sort', messages: [], downtier: { inputs: { ticket: 'x' } } },
      status: 400,
      says: /uses the variable "text"/,
    },
    {
      name: 'with tools',
      body: { ...asked('x'), tools: [{ type: 'function', function: { name: 'f' } }] },
      status: 400,
      says: /field "tools" cannot be used/,
    },
    { name: 'for two choices', body: { ...asked('x'), n: 2 }, status: 400, says: /field "n" cannot be used/ },
    {
      name: 'about a picture',
      body: { model: 'sort', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }] },
      status: 400,
      says: /field "messages\.0\.content/,
    },
    { name: 'with too large a body', body: asked('x'.repeat(20_000)), status: 413, says: /larger than 10000 bytes/ },
  ];
  for (const { name, body = asked('x'), key, status, says } of cases) {
    it(`refuses a request ${name}`, async () => {
      const before = upstream.requests;
      const client = clientOf(await gatewayOver({}, { mostBodyBytes: 10_000 }), key);
      const error = await caughtFrom(client.chat.completions.create(body as ReturnType<typeof asked>), APIError);
      assert.equal(error.status, status);
      assert.match(error.message, says);
      assert.equal(upstream.requests, before);
    });
  }

  it('refuses a body that is no JSON, and a path that is none', async () => {
    const { url } = await gatewayOver();
    const headers = { authorization: `Bearer ${token}` };
    const bad = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body: '{' });
    assert.equal(bad.status, 400);
    assert.match(await bad.text(), /not JSON/);
    assert.equal((await fetch(`${url}/v1/models/%zz`, { headers })).status, 404);
    assert.equal((await fetch(`${url}/v1/embeddings`, { method: 'POST', headers, body: '{}' })).status, 404);
  });

  it('says that no stage could answer', async () => {
    const wire = await startWireServer(() => ({ status: 500, body: { error: { message: 'down' } } }));
    try {
      const client = clientOf(await gatewayOver(sure, { baseURL: `${wire.origin}/v1` }));
      const error = await caughtFrom(client.chat.completions.create(asked('x')), APIError);
      assert.equal(error.status, 502);
      assert.match(error.message, /No stage could answer/);
      assert.equal((error.headers as Headers | undefined)?.get('x-downtier-cost-usd'), '0');
    } finally {
      await wire.close();
    }
  });
});

describe('startGateway, with clients that misbehave', () => {
  it('cancels upstream when the client is gone', async () => {
    const reached = withResolvers();
    const cancelled = withResolvers();
    const silent = http.createServer((_, response) => {
      reached.resolve();
      response.once('close', () => cancelled.resolve());
    });
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    try {
      const { port } = silent.address() as AddressInfo;
      const gateway = await gatewayOver({}, { baseURL: `http://127.0.0.1:${port}/v1` });
      const leave = new AbortController();
      const request = clientOf(gateway).chat.completions.create(asked('x'), { signal: leave.signal });
      await reached.promise;
      leave.abort();
      await assert.rejects(request);
      await cancelled.promise;
      assert.match(await metricsOf(gateway), /status="gone"\} 1$/m);
    } finally {
      silent.closeAllConnections();
      silent.close();
    }
  });

  it('lets go of a client that does not finish its request', async () => {
    const gateway = await gatewayOver({}, { clientTimeoutMs: 60 });
    const socket = net.connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-length: 100\r\n\r\n{`,
    );
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    await once(socket, 'close');
    assert.match(text, /^HTTP\/1\.1 408/);
  });

  it('lets go of a client that does not take its answer', async () => {
    const content = 'x'.repeat(20 * 1024 * 1024);
    const large = await startWireServer(() => ({
      body: {
        choices: [{ message: { content }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
      },
    }));
    try {
      const gateway = await gatewayOver({}, { baseURL: `${large.origin}/v1`, clientTimeoutMs: 100 });
      const request = http.request(`${gateway.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      });
      request.end(JSON.stringify(asked('x')));
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      // It is never read from: the gateway has to cut it for close to end.
      await gateway.close();
      response.destroy();
      assert.equal(response.complete, false);
    } finally {
      await large.close();
    }
  });
});

async function metricsOf({ url }: Gateway): Promise<string> {
  return (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).text();
}

describe('startGateway, watched', () => {
  it('tells its health to everybody and its counts to those with the token', async () => {
    const gateway = await gatewayOver(sure);
    await clientOf(gateway).chat.completions.create(asked('bug'));
    await caughtFrom(clientOf(gateway).chat.completions.create({ model: 'other', messages: [] }), APIError);
    assert.deepEqual(await (await fetch(`${gateway.url}/health`)).json(), { status: 'ok' });
    assert.equal((await fetch(`${gateway.url}/metrics`)).status, 401);
    const text = await metricsOf(gateway);
    assert.match(text, /^downtier_requests_total\{config="sort",status="200"\} 1$/m);
    assert.match(text, /^downtier_requests_total\{config="",status="404"\} 1$/m);
    assert.match(text, new RegExp(`^downtier_answers_total\\{config="sort",model="${NANO}"\\} 1$`, 'm'));
    assert.match(text, /^downtier_cost_usd_total\{config="sort"\} 0\.0000\d+$/m);
    assert.match(text, /^downtier_running_requests 0$/m);
  });

  it('finishes what is under way when it is closed, and takes nothing new', async () => {
    const slow = await startSampleServer({ models: echoModels(['gpt-4.1-nano']), latencyMs: 100 });
    try {
      const gateway = await gatewayOver({}, { baseURL: `${slow.url}/v1` });
      const client = clientOf(gateway);
      const running = Array.from({ length: 5 }, () => client.chat.completions.create(asked('bug')));
      while (slow.requests < 5) await new Promise((resolve) => setImmediate(resolve));
      const closing = gateway.close();
      const answers = await Promise.all(running);
      await closing;
      assert.ok(answers.every(({ choices }) => choices[0]?.message.content === 'bug'));
      await assert.rejects(fetch(`${gateway.url}/health`));
    } finally {
      await slow.close();
    }
  });
});

function withResolvers() {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
