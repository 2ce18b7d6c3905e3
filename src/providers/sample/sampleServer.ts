import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anthropicWire } from './anthropicWire.ts';
import { embeddingReplyTo } from './embeddingReply.ts';
import type { Fault, FaultPlan } from './fault.ts';
import { openaiWire } from './openaiWire.ts';
import { type SampleEmbeddings, sampleEmbeddings } from './sampleEmbeddings.ts';
import { echoModels, type SampleModels } from './sampleModel.ts';
import {
  jsonReply,
  type Reply,
  type ReplyRules,
  refusalOfKey,
  replyTo,
  requestId,
  type SampleRequest,
  unknownModel,
} from './sampleReply.ts';
import type { SampleRequestRecord } from './sampleRequestRecord.ts';
import type { WireFormat } from './wireFormat.ts';

export interface SampleServerOptions {
  /** Default: stand-ins that answer with the first word of the text (`echoModels`). */
  readonly models?: SampleModels;
  /** Default: `sampleEmbeddings`. */
  readonly embeddings?: SampleEmbeddings;
  /** Every answer is sent this long after its request arrived, the time to work it out included. Default 0. */
  readonly latencyMs?: number;
  /** When given, requests must carry it. Default: none is asked for. */
  readonly apiKey?: string;
  readonly faults?: FaultPlan;
  /** Told of every call before it is answered. */
  readonly onRequest?: (record: SampleRequestRecord) => void;
  /** Default 0: any free port. */
  readonly port?: number;
}

export interface SampleServer {
  /** `http://127.0.0.1:PORT`: Anthropic's base URL; OpenAI's is this and `/v1`. */
  readonly url: string;
  /** Calls (not questions about models) that have arrived so far, whatever became of them. */
  readonly requests: number;
  /** Cuts what is still open and frees the port. Closing again is harmless. */
  close(): Promise<void>;
}

/** Serves models on loopback in OpenAI's and Anthropic's wire shapes. Rejects when the port cannot be had. */
export async function startSampleServer(options: SampleServerOptions = {}): Promise<SampleServer> {
  const desk = createDesk(options);
  const server = createServer((request, response) => {
    desk.serve(request, response).catch((error: unknown) => {
      // A model or a plan threw, and whoever wrote it should see that; or the client has gone, and then nothing is sent.
      if (response.headersSent) return;
      send(response, { status: 500, headers: { 'content-type': 'text/plain' }, text: String(error) });
    });
  });
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    get requests() {
      return desk.calls;
    },
    close() {
      closing ??= close(server);
      return closing;
    },
  };
}

interface Desk {
  readonly calls: number;
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** What is to be had at a path. */
interface Counter {
  readonly wire: WireFormat;
  readonly reply: (request: SampleRequest, rules: ReplyRules) => Reply;
}

const counters: Readonly<Record<string, Counter>> = {
  '/v1/chat/completions': { wire: openaiWire, reply: replyTo },
  '/v1/messages': { wire: anthropicWire, reply: replyTo },
  '/v1/embeddings': { wire: openaiWire, reply: embeddingReplyTo },
};

function createDesk(options: SampleServerOptions): Desk {
  const models = options.models ?? echoModels();
  const byName = new Map(models.flatMap((model) => [[bareName(model.name), model] as const]));
  const embeddings = options.embeddings ?? sampleEmbeddings;
  const rules: ReplyRules = {
    apiKey: options.apiKey,
    modelNamed: (name) => byName.get(bareName(name)),
    embeddingsNamed: (name) => (bareName(name) === bareName(embeddings.name) ? embeddings : undefined),
  };
  const names = models.map(({ name }) => name);
  let calls = 0;
  let open = 0;
  return {
    get calls() {
      return calls;
    },
    async serve(request, response) {
      const path = request.url?.split('?', 1)[0] ?? '';
      const counter = counters[path];
      if (!counter || request.method !== 'POST') {
        send(response, replyAboutModels(request, path, { rules, names }));
        return;
      }
      const number = ++calls;
      open++;
      response.once('close', () => open--);
      await serveCall({ counter, number, request, response }, { options, rules, openCalls: () => open });
    },
  };
}

/** `sample/nano` and `nano` are the same model: clients differ in whether they send the provider's part of an id. */
function bareName(name: string): string {
  return name.replace(/^sample\//, '');
}

interface ArrivedCall {
  readonly counter: Counter;
  readonly number: number;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

interface Circumstances {
  readonly options: SampleServerOptions;
  readonly rules: ReplyRules;
  readonly openCalls: () => number;
}

/** Requests that a client may send in one window, as the headers say. Nothing enforces it: a fault plan does where a test wants it. */
const rateLimit = 10_000;
const rateWindowMs = 1000;

async function serveCall(call: ArrivedCall, { options, rules, openCalls }: Circumstances): Promise<void> {
  const { number, request, response } = call;
  const { wire, reply: answer } = call.counter;
  // The latency runs from the arrival, so that the work below hides in it.
  const latency = wait(options.latencyMs ?? 0, response);
  const record = { number, api: wire.api, headers: request.headers, body: parsed(await textOf(request)) };
  options.onRequest?.(record);
  const fault = options.faults?.(number, record);
  const reply = answer({ ...record, wire, fault }, rules);
  await latency;
  if (fault?.kind === 'delay') await wait(fault.delayMs, response);
  const remaining = reply.status === 429 ? 0 : Math.max(0, rateLimit - openCalls());
  const headers = {
    ...wire.rateHeaders({ limit: rateLimit, remaining, resetMs: rateWindowMs }),
    [wire.requestIdHeader]: requestId(number),
    ...reply.headers,
  };
  sendOrCut(response, { ...reply, headers }, fault);
}

function replyAboutModels(
  request: IncomingMessage,
  path: string,
  { rules, names }: { readonly rules: ReplyRules; readonly names: readonly string[] },
): Reply {
  const wire = request.headers['anthropic-version'] === undefined ? openaiWire : anthropicWire;
  const keyRefusal = refusalOfKey(wire, request.headers, rules.apiKey);
  if (keyRefusal) return jsonReply(wire.errorBody(keyRefusal, requestId(0)), keyRefusal.status);
  if (request.method === 'GET' && path === '/v1/models') return jsonReply(wire.modelListBody(names));
  const name = /^\/v1\/models\/(.+)$/.exec(path)?.[1];
  const model = name === undefined ? undefined : rules.modelNamed(decodeURIComponent(name));
  if (request.method === 'GET' && model) return jsonReply(wire.modelBody(model.name));
  const refusal =
    name === undefined ? { status: 404, message: `There is no ${request.method} ${path} here.` } : unknownModel(name);
  return jsonReply(wire.errorBody(refusal, requestId(0)), refusal.status);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the reply says so.
    return undefined;
  }
}

/** Also over when the connection is: nobody waits for an answer then. */
async function wait(delayMs: number, response: ServerResponse): Promise<void> {
  if (delayMs <= 0) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function sendOrCut(response: ServerResponse, reply: Reply, fault: Fault | undefined): void {
  if (fault?.kind !== 'cut') {
    send(response, reply);
    return;
  }
  if (fault.when === 'before') {
    response.destroy();
    return;
  }
  const body = Buffer.from(reply.text);
  response.writeHead(reply.status, { ...reply.headers, 'content-length': body.length });
  response.write(body.subarray(0, body.length >> 1), () => response.destroy());
}

function send(response: ServerResponse, { status, headers, text }: Reply): void {
  if (response.destroyed) return;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
