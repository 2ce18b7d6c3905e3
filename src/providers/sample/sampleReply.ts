import type { IncomingHttpHeaders } from 'node:http';
import type { TokenUsage } from '../../core/models/usage.ts';
import { answerTokens } from './answerTokens.ts';
import type { Fault } from './fault.ts';
import type { SampleEmbeddings } from './sampleEmbeddings.ts';
import type { SampleModel } from './sampleModel.ts';
import type { Completion, Refusal, SampleCall, WireFormat } from './wireFormat.ts';

/** One response, ready to be sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface SampleRequest {
  readonly wire: WireFormat;
  readonly number: number;
  readonly headers: IncomingHttpHeaders;
  /** Undefined: it was not JSON. */
  readonly body: unknown;
  readonly fault: Fault | undefined;
}

export interface ReplyRules {
  /** Undefined: no key is asked for. */
  readonly apiKey: string | undefined;
  modelNamed(name: string): SampleModel | undefined;
  embeddingsNamed(name: string): SampleEmbeddings | undefined;
}

/** Answers one call as its API would, or as its fault wants. */
export function replyTo(request: SampleRequest, rules: ReplyRules): Reply {
  const refused = refusedAtOnce(request, rules);
  if (refused) return refused;
  const { wire, number, headers, body, fault } = request;
  const call = wire.read(body, headers);
  if ('status' in call) return refuse(request, call);
  const model = rules.modelNamed(call.model);
  if (!model) return refuse(request, unknownModel(call.model));
  if (fault?.kind === 'refuse-logprobs' && call.topLogprobs !== undefined)
    return refuse(request, { status: 400, message: 'This model does not give logprobs.', field: 'logprobs' });
  return spoilt(replyWith(wire, complete({ number, call, fault }, model)), fault);
}

/** What is refused whatever it asks for. */
export function refusedAtOnce(request: SampleRequest, rules: ReplyRules): Reply | undefined {
  const { wire, headers, body, fault } = request;
  if (fault?.kind === 'error')
    return refuse(request, { status: fault.status, message: `A ${fault.status} was asked for.` }, fault.headers);
  const keyRefusal = refusalOfKey(wire, headers, rules.apiKey);
  if (keyRefusal) return refuse(request, keyRefusal);
  return body === undefined ? refuse(request, { status: 400, message: 'The body is not JSON.' }) : undefined;
}

/** Undefined: the key is right, or none is asked for. */
export function refusalOfKey(
  wire: WireFormat,
  headers: IncomingHttpHeaders,
  apiKey: string | undefined,
): Refusal | undefined {
  if (apiKey === undefined || wire.keyOf(headers) === apiKey) return undefined;
  const message = wire.keyOf(headers) === undefined ? 'An API key is missing.' : 'The API key is wrong.';
  return { status: 401, message };
}

export function unknownModel(name: string): Refusal {
  return { status: 404, message: `There is no model '${name}'.`, field: 'model' };
}

export function refuse(
  { wire, number }: Pick<SampleRequest, 'wire' | 'number'>,
  refusal: Refusal,
  headers?: Readonly<Record<string, string>>,
): Reply {
  return { ...jsonReply(wire.errorBody(refusal, requestId(number)), refusal.status), headers: { ...json, ...headers } };
}

const json = { 'content-type': 'application/json' };

export function jsonReply(body: object, status = 200): Reply {
  return { status, headers: json, text: JSON.stringify(body) };
}

export function requestId(number: number): string {
  return `req_sample_${number}`;
}

function complete(
  { number, call, fault }: { readonly number: number; readonly call: SampleCall; readonly fault: Fault | undefined },
  model: SampleModel,
): Completion {
  const whole = answerTokens(model.classify(call.text));
  const tokens = fault?.kind === 'empty' ? [] : whole.slice(0, call.maxTokens);
  return {
    number,
    call,
    tokens,
    finish: fault?.kind !== 'empty' && tokens.length < whole.length ? 'length' : 'stop',
    usage: usageOf(call.promptTokens, tokens.length, fault),
  };
}

/** The classes are disjoint, so what the cache took is not billed as plain input. */
function usageOf(promptTokens: number, outputTokens: number, fault: Fault | undefined): TokenUsage {
  const { cachedInputTokens = 0, cacheWriteTokens = 0, reasoningTokens = 0 } = fault?.kind === 'usage' ? fault : {};
  const inputTokens = promptTokens - cachedInputTokens - cacheWriteTokens;
  if (inputTokens < 0) throw new RangeError(`a fault claims more cached tokens than the prompt's ${promptTokens}`);
  return { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, batch: false };
}

function replyWith(wire: WireFormat, completion: Completion): Reply {
  if (!completion.call.stream) return jsonReply(wire.completionBody(completion));
  const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
  return { status: 200, headers, text: wire.events(completion).join('') };
}

export function spoilt(reply: Reply, fault: Fault | undefined): Reply {
  if (fault?.kind === 'headers') return { ...reply, headers: { ...reply.headers, ...fault.headers } };
  if (fault?.kind === 'truncated') return { ...reply, text: reply.text.slice(0, Math.floor(reply.text.length / 2)) };
  if (fault?.kind === 'malformed') return { ...reply, text: reply.text.replaceAll('{', '<') };
  return reply;
}
