import { CallError, type CallErrorReason } from '../core/models/callError.ts';
import type { Message, ModelId } from '../core/models/chatModel.ts';
import { keyVariable } from '../core/models/keyVariables.ts';
import type { TokenUsage } from '../core/models/usage.ts';
import type { ProviderOptions } from './providerOptions.ts';
import { rateLimitFrom, retryAfterMs } from './rateLimitHeaders.ts';

/** The error classes that both SDKs export under the same names and with the same fields. */
export interface SDKErrors {
  readonly APIError: ErrorClass<{ readonly status?: unknown; readonly headers?: unknown; readonly error?: unknown }>;
  readonly APIConnectionError: ErrorClass<{ readonly cause?: unknown }>;
  readonly APIConnectionTimeoutError: ErrorClass<unknown>;
}

type ErrorClass<T> = abstract new (...args: never[]) => Error & T;

export interface FailedCall extends Pick<ProviderOptions, 'id' | 'account' | 'baseURL' | 'apiKey' | 'timeoutMs'> {
  readonly messages: readonly Message[];
  /** Default: an answer. */
  readonly wants?: 'embeddings';
}

/** What an SDK threw, as a `CallError`. Anything but the SDK's own errors is a fault of ours and comes back as it is. */
export function callErrorFrom(error: unknown, sdk: SDKErrors, call: FailedCall): unknown {
  if (error instanceof SyntaxError) return malformed(call.id, 'it is not JSON', { cause: error });
  if (error instanceof sdk.APIConnectionTimeoutError)
    return new CallError(`${call.id} gave no answer within ${call.timeoutMs / 1000} s.`, {
      model: call.id,
      reason: 'timeout',
    });
  if (error instanceof sdk.APIConnectionError) return connectionError(error, call);
  if (error instanceof sdk.APIError && typeof error.status === 'number')
    return statusError(error.status, error.headers, bodyOf(error.error), call);
  return error;
}

/** A stream that broke after it had begun. What the SDKs throw then is mostly the system's own error. */
export function brokenStream(error: unknown, sdk: SDKErrors, call: Pick<FailedCall, 'id'>): unknown {
  const known = error instanceof CallError || error instanceof SyntaxError;
  if (known || (error instanceof sdk.APIError && typeof error.status === 'number')) return error;
  return new CallError(`The answer of ${call.id} was cut off.`, { model: call.id, reason: 'connection', cause: error });
}

export function malformed(
  model: ModelId,
  what: string,
  facts: { readonly usage?: TokenUsage | undefined; readonly cause?: unknown } = {},
): CallError {
  const { usage, cause } = facts;
  return new CallError(`${model} sent an answer that cannot be read: ${what}.`, {
    model,
    reason: 'malformed',
    ...(usage ? { usage } : {}),
    cause,
  });
}

/** What the system says when no connection was made at all. */
const unsentCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

function connectionError(error: Error, { id, baseURL }: FailedCall): CallError {
  const code = systemCode(error);
  const detail = code === undefined ? '' : ` (${code})`;
  const message = `The connection to ${new URL(baseURL).origin} for ${id} failed${detail}. Is the server running, and reachable?`;
  const neverSent = code !== undefined && unsentCodes.has(code);
  return new CallError(message, { model: id, reason: 'connection', neverSent, cause: error });
}

/** The system's code (`ECONNREFUSED`, `ECONNRESET`) from the error or what caused it. */
function systemCode(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return undefined;
}

/** What providers say of an error, wherever each of them puts it. */
interface ErrorBody {
  readonly message?: unknown;
  readonly code?: unknown;
  readonly param?: unknown;
}

function bodyOf(body: unknown): ErrorBody {
  if (typeof body === 'string') return { message: body };
  if (typeof body !== 'object' || body === null) return {};
  if ('error' in body) return bodyOf(body.error);
  return 'detail' in body && typeof body.detail === 'string' ? { message: body.detail } : body;
}

function statusError(status: number, headers: unknown, body: ErrorBody, call: FailedCall): CallError {
  const reason = body.code === 'insufficient_quota' ? 'key' : reasonOf(status);
  const said = typeof body.message === 'string' ? quotable(body.message, call) : '';
  const message = `${sentences(call)[reason]} (${status}${said === '' ? '' : `: ${said}`}).`;
  const waitMs = headers instanceof Headers ? retryAfterMs(headers) : undefined;
  return new CallError(message, {
    model: call.id,
    reason,
    status,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    ...(headers instanceof Headers ? { rateLimit: rateLimitFrom(headers) } : {}),
    ...(typeof body.param === 'string' ? { blamedField: body.param } : {}),
  });
}

/** Reasons that a status can tell. */
type StatusReason = Exclude<CallErrorReason, 'connection' | 'malformed'>;

function reasonOf(status: number): StatusReason {
  if (status === 401 || status === 402 || status === 403) return 'key';
  if (status === 404) return 'model';
  if (status === 408) return 'timeout';
  if (status === 429) return 'rate';
  if (status === 503 || status === 529) return 'overloaded';
  return status >= 500 ? 'server' : 'request';
}

function sentences({ id, account, timeoutMs, baseURL, wants }: FailedCall): Readonly<Record<StatusReason, string>> {
  return {
    key: `${account} did not accept the key or the account behind it for ${id}; check ${keyVariable(account)}`,
    model:
      wants === 'embeddings'
        ? `${account} gives no embeddings by ${id}: it does not know the model, or has nothing at ${baseURL}/embeddings`
        : `${account} does not know the model ${id}, or this key may not use it`,
    request: `${id} refused the request`,
    rate: `${id} is over its rate limit`,
    overloaded: `${account} is overloaded`,
    server: `${account} failed while answering for ${id}`,
    timeout: `${id} gave no answer within ${timeoutMs / 1000} s`,
  };
}

const longestQuote = 200;

/** The provider's words, cut short and without secrets; nothing when they repeat the conversation. */
function quotable(said: string, { apiKey, messages }: FailedCall): string {
  const withoutKey = apiKey ? said.replaceAll(apiKey, '[key]') : said;
  const scrubbed = withoutKey.replace(/\b(sk|pk|rk)-[\w*.…-]+|\bBearer\s+\S+/gi, '[key]');
  const text = scrubbed.replace(/\s+/g, ' ').trim();
  const short = text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text.replace(/[.\s]+$/, '');
  return repeats(short, messages) ? '' : short;
}

/** Whether any 16 characters in a row are also in the conversation. Some servers echo the request they refuse. */
function repeats(text: string, messages: readonly Message[]): boolean {
  const run = 16;
  const conversation = messages.map(({ content }) => content.replace(/\s+/g, ' ').trim());
  if (conversation.some((content) => content.length >= 4 && content.length < run && text.includes(content)))
    return true;
  return Array.from({ length: Math.max(0, text.length - run + 1) }, (_, start) => text.slice(start, start + run)).some(
    (piece) => conversation.some((content) => content.includes(piece)),
  );
}
