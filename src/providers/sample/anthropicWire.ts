import type Anthropic from '@anthropic-ai/sdk';
import { z } from 'zod';
import type { TokenUsage } from '../../core/models/usage.ts';
import { countTokens } from './answerTokens.ts';
import { refusalOf, textContent, tokenLimit } from './bodySchema.ts';
import { ticketOf } from './ticketOf.ts';
import { type Completion, createdSeconds, type Refusal, type SampleCall, type WireFormat } from './wireFormat.ts';

const requestBody = z.object({
  model: z.string(),
  max_tokens: tokenLimit,
  messages: z.array(z.object({ role: z.enum(['user', 'assistant', 'system']), content: textContent })).min(1),
  system: textContent.optional(),
  stream: z.boolean().optional(),
});

/** Anthropic's Messages. The SDK's own types hold the shapes to the letter. */
export const anthropicWire: WireFormat = {
  api: 'anthropic',
  requestIdHeader: 'request-id',
  keyOf: ({ 'x-api-key': key, authorization }) =>
    typeof key === 'string' ? key : /^Bearer (.+)$/.exec(authorization ?? '')?.[1],
  read(body, headers) {
    if (headers['anthropic-version'] === undefined)
      return { status: 400, message: "The header 'anthropic-version' is missing." };
    return read(body);
  },
  errorBody: ({ status, message }, requestId) => ({
    type: 'error',
    error: { type: errorType(status), message },
    request_id: requestId,
  }),
  completionBody,
  events,
  modelBody,
  modelListBody: (names) => ({
    data: names.map(modelBody),
    has_more: false,
    first_id: names[0] ?? null,
    last_id: names.at(-1) ?? null,
  }),
  rateHeaders: ({ limit, remaining, resetMs }) => ({
    'anthropic-ratelimit-requests-limit': String(limit),
    'anthropic-ratelimit-requests-remaining': String(remaining),
    'anthropic-ratelimit-requests-reset': new Date(Date.now() + resetMs).toISOString(),
  }),
};

function read(body: unknown): SampleCall | Refusal {
  const parsed = requestBody.safeParse(body);
  if (!parsed.success) return refusalOf(parsed.error);
  const { model, max_tokens: maxTokens, system = '', stream = false } = parsed.data;
  const messages = parsed.data.messages.map(({ role, content }) => ({ role, text: content }));
  return {
    model,
    text: ticketOf(messages),
    promptTokens: countTokens(system + messages.map(({ text }) => text).join('')),
    maxTokens,
    stream,
    streamUsage: true,
    topLogprobs: undefined,
  };
}

function errorType(status: number): Anthropic.ErrorType {
  const types: Readonly<Record<number, Anthropic.ErrorType>> = {
    401: 'authentication_error',
    403: 'permission_error',
    404: 'not_found_error',
    429: 'rate_limit_error',
    504: 'timeout_error',
    529: 'overloaded_error',
  };
  return types[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
}

function completionBody(completion: Completion): Anthropic.Message {
  const text = completion.tokens.map(({ token }) => token).join('');
  return {
    ...emptyMessage(completion),
    content: completion.tokens.length === 0 ? [] : [{ type: 'text', text, citations: null }],
    stop_reason: stopReason(completion),
    usage: usageOf(completion.usage),
  };
}

/** The message as a stream's first event has it: nothing said, nothing spent on saying it. */
function emptyMessage({ number, call, usage }: Completion): Anthropic.Message {
  return {
    id: `msg_sample_${number}`,
    type: 'message',
    role: 'assistant',
    model: call.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: usageOf({ ...usage, outputTokens: 0, reasoningTokens: 0 }),
  };
}

function stopReason({ finish }: Completion): 'end_turn' | 'max_tokens' {
  return finish === 'stop' ? 'end_turn' : 'max_tokens';
}

function events(completion: Completion): readonly string[] {
  const { tokens } = completion;
  const block: readonly Anthropic.RawMessageStreamEvent[] = [
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '', citations: null } },
    ...tokens.map(({ token }) => ({
      type: 'content_block_delta' as const,
      index: 0,
      delta: { type: 'text_delta' as const, text: token },
    })),
    { type: 'content_block_stop', index: 0 },
  ];
  const usage = usageOf(completion.usage);
  const all: readonly (Anthropic.RawMessageStreamEvent | { readonly type: 'ping' })[] = [
    { type: 'message_start', message: emptyMessage(completion) },
    { type: 'ping' },
    ...(tokens.length === 0 ? [] : block),
    {
      type: 'message_delta',
      delta: { stop_reason: stopReason(completion), stop_sequence: null, stop_details: null, container: null },
      usage: {
        input_tokens: usage.input_tokens,
        cache_creation_input_tokens: usage.cache_creation_input_tokens,
        cache_read_input_tokens: usage.cache_read_input_tokens,
        output_tokens: usage.output_tokens,
        output_tokens_details: usage.output_tokens_details,
        server_tool_use: null,
      },
    },
    { type: 'message_stop' },
  ];
  return all.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
}

/** Anthropic's input tokens leave out what the cache read or wrote; its output tokens include reasoning. */
function usageOf(usage: TokenUsage): Anthropic.Usage {
  return {
    input_tokens: usage.inputTokens,
    cache_creation_input_tokens: usage.cacheWriteTokens,
    cache_read_input_tokens: usage.cachedInputTokens,
    cache_creation: { ephemeral_5m_input_tokens: usage.cacheWriteTokens, ephemeral_1h_input_tokens: 0 },
    output_tokens: usage.outputTokens + usage.reasoningTokens,
    output_tokens_details: usage.reasoningTokens > 0 ? { thinking_tokens: usage.reasoningTokens } : null,
    server_tool_use: null,
    service_tier: 'standard',
    inference_geo: null,
    speed: null,
  };
}

function modelBody(name: string): Anthropic.ModelInfo {
  return {
    type: 'model',
    id: name,
    display_name: name,
    created_at: new Date(createdSeconds * 1000).toISOString(),
    capabilities: null,
    deprecated_at: null,
    lifecycle: 'active',
    line: null,
    max_input_tokens: null,
    max_tokens: null,
    retires_at: null,
  };
}
