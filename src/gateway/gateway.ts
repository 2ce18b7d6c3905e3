import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cascade } from '../runtime/cascade.ts';
import { PathTimeoutError, StagesFailedError } from '../runtime/errors.ts';
import { answerChat } from './answerChat.ts';
import { costText } from './chatReply.ts';
import { readChatRequest } from './chatRequest.ts';
import { bodyOf, requireToken, slowClientWatch } from './clientSide.ts';
import { Connections } from './connections.ts';
import { GatewayMetrics } from './metrics.ts';
import { errorBody, Refusal, refusalOf } from './refusal.ts';

export interface GatewayOptions {
  /** Each is a model under its name. */
  readonly cascades: readonly Cascade[];
  /** Every request but one for /health must carry it. */
  readonly token: string;
  /** Default: this machine only. */
  readonly host?: string | undefined;
  /** Default 0: any free one. */
  readonly port?: number | undefined;
  /** Largest body of a request. Default: 4 MiB. */
  readonly mostBodyBytes?: number | undefined;
  /** Longest wait for a client to send its request, or to take what is written to it. Default: 30 s. */
  readonly clientTimeoutMs?: number | undefined;
  /** Requests answered at once; more are told to come back. Default 1,000. */
  readonly mostRequests?: number | undefined;
  /** Told of what should not happen. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

export interface Gateway {
  /** `http://127.0.0.1:PORT`; OpenAI's base URL is this and `/v1`. */
  readonly url: string;
  /** Takes no new request, finishes those under way, then ends. Closing again is harmless. */
  close(): Promise<void>;
}

const DEFAULTS = {
  host: '127.0.0.1',
  port: 0,
  mostBodyBytes: 4 * 1024 * 1024,
  clientTimeoutMs: 30_000,
  mostRequests: 1000,
};

/** Longer than load balancers keep theirs (60 s is usual): whoever ends a connection first must not be the one that the next request is sent to. */
const KEEP_ALIVE_MS = 75_000;

/** Serves cascades in OpenAI's wire shape. Keeps no state but its counters. Rejects when the port cannot be had. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const host = options.host ?? DEFAULTS.host;
  const clientTimeoutMs = options.clientTimeoutMs ?? DEFAULTS.clientTimeoutMs;
  const desk = new Desk(options);
  const server = createServer({
    requestTimeout: clientTimeoutMs,
    headersTimeout: clientTimeoutMs,
    connectionsCheckingInterval: Math.min(clientTimeoutMs, 5000),
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  const connections = new Connections(server);
  server.on('request', (request, response) => void desk.serve(request, response));
  await listen(server, options.port ?? DEFAULTS.port, host);
  const { port } = server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close() {
      closing ??= new Promise((resolve) => {
        desk.beginClosing();
        server.close(() => resolve());
        connections.close(clientTimeoutMs);
      });
      return closing;
    },
  };
}

/** Says who answers which request. */
class Desk {
  readonly #options: GatewayOptions;
  readonly #cascades: ReadonlyMap<string, Cascade>;
  readonly #metrics = new GatewayMetrics();
  /** When the process started to serve; what a model list calls `created`. */
  readonly #createdSeconds = Math.floor(Date.now() / 1000);
  #isClosing = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#cascades = new Map(options.cascades.map((cascade) => [cascade.name, cascade]));
  }

  /** Its health is no longer good. */
  beginClosing(): void {
    this.#isClosing = true;
  }

  /** Never rejects. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined); // a client that is gone: `close` tells
    try {
      await this.#answer(request, response);
    } catch (error) {
      this.#refuse(error, response);
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method === 'HEAD' ? 'GET' : request.method; // Node leaves the body out by itself
    const route = `${method} ${request.url?.split('?', 1)[0]}`;
    if (route === 'GET /health')
      return sendJson(response, this.#isClosing ? 503 : 200, { status: this.#isClosing ? 'closing' : 'ok' });
    requireToken(request, this.#options.token);
    switch (route) {
      case 'GET /v1/models':
        return sendJson(response, 200, {
          object: 'list',
          data: [...this.#cascades.keys()].map((name) => this.#modelBody(name)),
        });
      case 'GET /metrics':
        response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(this.#metrics.text());
        return;
      case 'POST /v1/chat/completions':
        return this.#chat(request, response);
    }
    const name = /^GET \/v1\/models\/(.+)$/.exec(route)?.[1];
    if (name === undefined) throw new Refusal(404, 'no_such_path', `There is no ${route} here.`);
    sendJson(response, 200, this.#modelBody(this.#cascadeNamed(decoded(name)).name));
  }

  async #chat(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {
      mostBodyBytes = DEFAULTS.mostBodyBytes,
      clientTimeoutMs = DEFAULTS.clientTimeoutMs,
      mostRequests = DEFAULTS.mostRequests,
    } = this.#options;
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort(new ClientGone());
    });
    this.#metrics.running++;
    const started = performance.now();
    let config = '';
    let status: number | 'gone' = 200;
    try {
      if (this.#metrics.running > mostRequests)
        throw new Refusal(
          503,
          'too_many_requests',
          `${mostRequests} requests are under way, as many as are served at once. Try again in a moment.`,
        );
      const body = readChatRequest(await bodyOf(request, mostBodyBytes));
      const cascade = this.#cascadeNamed(body.model);
      config = cascade.name;
      const frame = {
        id: `chatcmpl-${randomUUID()}`,
        createdSeconds: Math.floor(Date.now() / 1000),
        model: body.model,
      };
      const result = await answerChat({
        cascade,
        request: body,
        frame,
        response,
        signal: gone.signal,
        clientTimeoutMs,
      });
      this.#metrics.answered(config, result);
    } catch (error) {
      status = gone.signal.aborted ? 'gone' : (refusalOf(error)?.status ?? 500);
      if (config !== '' && status !== 400) this.#metrics.spent(config, costOf(error));
      throw error;
    } finally {
      this.#metrics.running--;
      this.#metrics.ended(config, status, (performance.now() - started) / 1000);
    }
  }

  #cascadeNamed(name: string): Cascade {
    const cascade = this.#cascades.get(name);
    if (cascade) return cascade;
    throw new Refusal(
      404,
      'model_not_found',
      `There is no model "${name}" here; there are ${[...this.#cascades.keys()].join(', ')}.`,
    );
  }

  #modelBody(name: string): object {
    return { id: name, object: 'model', created: this.#createdSeconds, owned_by: 'downtier' };
  }

  #refuse(error: unknown, response: ServerResponse): void {
    if (response.destroyed) return; // nobody is there to be told
    const refusal = refusalOf(error);
    if (!refusal) this.#options.onError?.(error);
    const shown = refusal ?? new Refusal(500, 'internal', 'The gateway failed; its log says why.');
    if (response.headersSent) {
      cutStream(response, shown, this.#options.clientTimeoutMs ?? DEFAULTS.clientTimeoutMs);
      return;
    }
    if (error instanceof StagesFailedError || error instanceof PathTimeoutError)
      response.setHeader('x-downtier-cost-usd', costText(costOf(error)));
    // Stages have been tried again already, and been paid for: OpenAI's clients would ask the whole path anew.
    if (shown.status >= 500 && shown.status !== 503) response.setHeader('x-should-retry', 'false');
    if (shown.status === 413) response.setHeader('connection', 'close');
    if (shown.status === 503) response.setHeader('retry-after', '1');
    sendJson(response, shown.status, errorBody(shown));
  }
}

class ClientGone extends Error {}

/** What was spent although there is no answer, in USD; undefined: unknown, as of a stage that was still being asked. */
function costOf(error: unknown): number | undefined {
  return error instanceof StagesFailedError ? error.costUSD : undefined;
}

/** A name that is no proper part of a URL is no model's. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** A stream that has begun says why it ends, which OpenAI's clients understand; all others see that its end is missing. */
function cutStream(response: ServerResponse, why: Refusal, clientTimeoutMs: number): void {
  slowClientWatch(response, clientTimeoutMs)();
  response.write(`data: ${JSON.stringify(errorBody(why))}\n\n`, () => response.destroy());
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
