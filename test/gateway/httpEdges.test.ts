import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { OpenAI } from 'openai';
import { totalUsage } from '../../src/core/models/usage.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../../src/gateway/gateway.ts';
import type { Cascade, RunOptions } from '../../src/runtime/cascade.ts';
import { PathTimeoutError, StagesFailedError } from '../../src/runtime/errors.ts';
import type { CascadeResult } from '../../src/runtime/result.ts';

const token = 'a-token-of-this-test';
const headers = { authorization: `Bearer ${token}` };
const body = (more: object = {}) => JSON.stringify({ model: 'sort', messages: [], metadata: { text: 'x' }, ...more });

const result: CascadeResult = {
  output: 'bug',
  finish: 'stop',
  model: 'openai/a',
  path: [{ model: 'openai/a', outcome: 'kept', costUSD: 0.25 }],
  signals: { chance: 0.5 },
  costUSD: 0.25,
  usage: totalUsage([]),
  reason: 'only stage',
};

/** A cascade that is nothing but its `run`; the gateway uses no more of it. */
function cascadeOf(run: (options: RunOptions) => Promise<CascadeResult>): Cascade {
  const template = { usedVariables: [{ name: 'text', declaredDefault: undefined }] };
  return { name: 'sort', template, run: (_: object, options: RunOptions = {}) => run(options) } as unknown as Cascade;
}

const answering = cascadeOf(async ({ onText }) => {
  onText?.(result.output, result.model);
  return result;
});

const open: Gateway[] = [];
afterEach(() => Promise.all(open.splice(0).map((gateway) => gateway.close())));

async function gatewayOver(cascade: Cascade, options: Partial<GatewayOptions> = {}): Promise<Gateway> {
  const gateway = await startGateway({ cascades: [cascade], token, ...options });
  open.push(gateway);
  return gateway;
}

const portOf = ({ url }: Gateway) => Number(new URL(url).port);

/** What comes back for these bytes, until the connection ends. */
async function exchange(gateway: Gateway, bytes: string): Promise<string> {
  const socket = net.connect(portOf(gateway), '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  socket.write(bytes);
  await once(socket, 'close');
  return text;
}

function post(text: string, version = '1.1', more = ''): string {
  return `POST /v1/chat/completions HTTP/${version}\r\nhost: x\r\nauthorization: Bearer ${token}\r\n${more}content-length: ${text.length}\r\n\r\n${text}`;
}

async function metricsOf({ url }: Gateway): Promise<string> {
  return (await fetch(`${url}/metrics`, { headers })).text();
}

describe('startGateway, behind a load balancer', () => {
  it('streams in HTTP/1.0, which knows no trailers', async () => {
    const text = await exchange(await gatewayOver(answering), post(body({ stream: true }), '1.0'));
    assert.match(text, /^HTTP\/1\.1 200/);
    assert.match(text, /"content":"bug".*"costUSD":0\.25.*data: \[DONE\]\n\n$/s);
    assert.ok(!/^trailer:/im.test(text));
  });

  it('answers HEAD as it does GET, without the body', async () => {
    const gateway = await gatewayOver(answering);
    const health = await fetch(`${gateway.url}/health`, { method: 'HEAD' });
    assert.equal(health.status, 200);
    assert.equal(await health.text(), '');
    assert.equal((await fetch(`${gateway.url}/v1/models`, { method: 'HEAD' })).status, 401);
  });

  it('keeps idle connections for longer than they do', async () => {
    const response = await fetch(`${(await gatewayOver(answering)).url}/health`);
    assert.equal(response.headers.get('keep-alive'), 'timeout=75');
  });

  it('answers pipelined requests in their order', async () => {
    let asked = 0;
    const gateway = await gatewayOver(
      cascadeOf(async () => {
        asked++;
        const output = `answer ${asked}`;
        if (asked === 1) await new Promise((resolve) => setImmediate(resolve));
        return { ...result, output };
      }),
    );
    const text = await exchange(gateway, post(body()) + post(body(), '1.1', 'connection: close\r\n'));
    assert.deepEqual(text.match(/answer \d/g), ['answer 1', 'answer 2']);
  });

  it('gives ids that no other gateway gives', async () => {
    const { url } = await gatewayOver(answering);
    const ask = async () => {
      const reply = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body: body() });
      return ((await reply.json()) as { id: string }).id;
    };
    assert.match(await ask(), /^chatcmpl-[0-9a-f-]{36}$/);
    assert.notEqual(await ask(), await ask());
  });
});

describe('startGateway, told to end', () => {
  it('does not wait for connections without a request, nor for one that is kept alive after a stream', async () => {
    let finish = (): void => undefined;
    const gateway = await gatewayOver(
      cascadeOf(async ({ onText }) => {
        onText?.('bug', result.model);
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return result;
      }),
    );
    const idle = net.connect(portOf(gateway), '127.0.0.1');
    const begun = net.connect(portOf(gateway), '127.0.0.1');
    begun.on('error', () => undefined).write('GET /health HTTP/1.1\r\nhost:');
    await Promise.all([once(idle, 'connect'), once(begun, 'connect')]);
    const agent = new http.Agent({ keepAlive: true });
    const request = http.request(`${gateway.url}/v1/chat/completions`, { method: 'POST', headers, agent });
    request.end(body({ stream: true }));
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    await once(response, 'data');
    const closed = gateway.close();
    finish();
    let text = '';
    for await (const piece of response) text += piece;
    assert.match(text, /\[DONE\]/);
    await closed;
    agent.destroy();
    for (const socket of [idle, begun]) socket.destroy();
  });

  it('does not wait for ever for the rest of a request', async () => {
    const gateway = await gatewayOver(answering, { clientTimeoutMs: 50 });
    const socket = net.connect(portOf(gateway), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`${post(body()).slice(0, -5)}`);
    while (!/running_requests 1/.test(await metricsOf(gateway))) await new Promise((resolve) => setImmediate(resolve));
    await gateway.close();
    socket.destroy();
  });
});

describe('startGateway, counting', () => {
  it('does not hide what a request without an answer may have cost', async () => {
    const gateway = await gatewayOver(cascadeOf(() => Promise.reject(new PathTimeoutError(10, []))));
    const response = await fetch(`${gateway.url}/v1/chat/completions`, { method: 'POST', headers, body: body() });
    assert.equal(response.status, 504);
    assert.equal(response.headers.get('x-downtier-cost-usd'), 'unknown');
    assert.match(await metricsOf(gateway), /^downtier_cost_unknown_total\{config="sort"\} 1$/m);
  });

  it('counts those that it turns away', async () => {
    let finish = (): void => undefined;
    const busy = new Promise<CascadeResult>((resolve) => {
      finish = () => resolve(result);
    });
    const gateway = await gatewayOver(
      cascadeOf(() => busy),
      { mostRequests: 1 },
    );
    const ask = () => fetch(`${gateway.url}/v1/chat/completions`, { method: 'POST', headers, body: body() });
    const first = ask();
    while (!/running_requests 1/.test(await metricsOf(gateway))) await new Promise((resolve) => setImmediate(resolve));
    assert.equal((await ask()).status, 503);
    finish();
    await first;
    assert.match(await metricsOf(gateway), /^downtier_requests_total\{config="",status="503"\} 1$/m);
  });

  it("is not asked again by OpenAI's client when all stages have failed", async () => {
    let asked = 0;
    const gateway = await gatewayOver(
      cascadeOf(() => {
        asked++;
        return Promise.reject(new PathTimeoutError(10, []));
      }),
    );
    const client = new OpenAI({ apiKey: token, baseURL: `${gateway.url}/v1`, maxRetries: 2 });
    await assert.rejects(client.chat.completions.create({ model: 'sort', messages: [], metadata: { text: 'x' } }));
    assert.equal(asked, 1);
  });
});

describe('startGateway, when a stream breaks', () => {
  const breaking = cascadeOf(async ({ onText }) => {
    onText?.('bu', result.model);
    throw new StagesFailedError([{ model: 'openai/a', outcome: 'failed', costUSD: undefined, why: 'It was cut off.' }]);
  });

  it("says why to OpenAI's client", async () => {
    const { url } = await gatewayOver(breaking);
    const client = new OpenAI({ apiKey: token, baseURL: `${url}/v1`, maxRetries: 0 });
    const stream = await client.chat.completions.create({
      model: 'sort',
      messages: [],
      metadata: { text: 'x' },
      stream: true,
    });
    await assert.rejects(async () => {
      for await (const chunk of stream) assert.equal(chunk.choices[0]?.delta.content, 'bu');
    }, /No stage could answer .* It was cut off/);
  });

  it('does not end it as a whole one ends', async () => {
    const text = await exchange(await gatewayOver(breaking), post(body({ stream: true })));
    assert.match(text, /"content":"bu".*"error":\{"message":"No stage could answer/s);
    assert.ok(!text.includes('[DONE]') && !/\r\n0\r\n/.test(text));
  });
});

describe('startGateway, streaming to a client that does not read', () => {
  it('watches it with one timer, however many pieces wait', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    try {
      const piece = 'x'.repeat(200_000);
      const gateway = await gatewayOver(
        cascadeOf(async ({ onText, signal }) => {
          for (let count = 0; count < 100; count++) onText?.(piece, result.model);
          await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
          return result;
        }),
        { clientTimeoutMs: 100 },
      );
      const request = http.request(`${gateway.url}/v1/chat/completions`, { method: 'POST', headers });
      request.end(body({ stream: true }));
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      await gateway.close();
      response.destroy();
      assert.deepEqual(warnings, []);
    } finally {
      process.off('warning', note);
    }
  });
});
