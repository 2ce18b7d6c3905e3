import type OpenAI from 'openai';
import { z } from 'zod';
import type { TokenLogprob } from '../../core/models/chatModel.ts';
import type { TokenUsage } from '../../core/models/usage.ts';
import { countTokens } from './answerTokens.ts';
import { refusalOf, textContent, tokenLimit } from './bodySchema.ts';
import { ticketOf } from './ticketOf.ts';
import { type Completion, createdSeconds, type Refusal, type SampleCall, type WireFormat } from './wireFormat.ts';

type Chunk = OpenAI.ChatCompletionChunk;
type Choice = OpenAI.ChatCompletionChunk.Choice;

const requestBody = z
  .object({
    model: z.string(),
    messages: z
      .array(
        z.object({
          role: z.enum(['developer', 'system', 'user', 'assistant', 'tool']),
          content: textContent.nullish().transform((content) => content ?? ''),
        }),
      )
      .min(1),
    max_tokens: tokenLimit.nullish(),
    max_completion_tokens: tokenLimit.nullish(),
    stream: z.boolean().nullish(),
    stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
    logprobs: z.boolean().nullish(),
    top_logprobs: z.int().min(0).max(20).nullish(),
  })
  .refine((body) => body.logprobs || typeof body.top_logprobs !== 'number', {
    path: ['top_logprobs'],
    error: 'it needs logprobs to be true',
  });

/** OpenAI's Chat Completions. The SDK's own types hold the shapes to the letter. */
export const openaiWire: WireFormat = {
  api: 'openai',
  requestIdHeader: 'x-request-id',
  keyOf: (headers) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1],
  read,
  errorBody,
  completionBody,
  events,
  modelBody,
  modelListBody: (names) => ({ object: 'list', data: names.map(modelBody) }),
  rateHeaders: ({ limit, remaining, resetMs }) => ({
    'x-ratelimit-limit-requests': String(limit),
    'x-ratelimit-remaining-requests': String(remaining),
    'x-ratelimit-reset-requests': `${resetMs}ms`,
  }),
};

function read(body: unknown): SampleCall | Refusal {
  const parsed = requestBody.safeParse(body);
  if (!parsed.success) return refusalOf(parsed.error);
  const { data } = parsed;
  const messages = data.messages.map(({ role, content }) => ({ role, text: content }));
  return {
    model: data.model,
    text: ticketOf(messages),
    promptTokens: countTokens(messages.map(({ text }) => text).join('')),
    maxTokens: data.max_completion_tokens ?? data.max_tokens ?? undefined,
    stream: data.stream ?? false,
    streamUsage: data.stream_options?.include_usage ?? false,
    topLogprobs: data.logprobs ? (data.top_logprobs ?? 0) : undefined,
  };
}

function errorBody({ status, message, field }: Refusal): object {
  const codes: Readonly<Record<number, string>> = {
    401: 'invalid_api_key',
    404: 'model_not_found',
    429: 'rate_limit_exceeded',
  };
  const type = status === 429 ? 'requests' : status >= 500 ? 'server_error' : 'invalid_request_error';
  return { error: { message, type, param: field ?? null, code: codes[status] ?? null } };
}

function completionBody(completion: Completion): OpenAI.ChatCompletion {
  const { call, tokens, finish, usage } = completion;
  const content = tokens.map(({ token }) => token).join('');
  return {
    id: idOf(completion),
    object: 'chat.completion',
    created: createdSeconds,
    model: call.model,
    choices:
      tokens.length === 0
        ? []
        : [
            {
              index: 0,
              message: { role: 'assistant', content, refusal: null, annotations: [] },
              logprobs: logprobsOf(tokens, call),
              finish_reason: finish,
            },
          ],
    usage: usageOf(usage),
    service_tier: 'default',
  };
}

function events(completion: Completion): readonly string[] {
  const { call, tokens, finish, usage } = completion;
  const chunk = (choices: Choice[], last?: { readonly usage: OpenAI.CompletionUsage }): Chunk => ({
    id: idOf(completion),
    object: 'chat.completion.chunk',
    created: createdSeconds,
    model: call.model,
    service_tier: 'default',
    choices,
    ...(call.streamUsage ? { usage: null, ...last } : {}),
  });
  const choice = (delta: Choice['delta'], more?: Partial<Choice>): Chunk =>
    chunk([{ index: 0, delta, logprobs: null, finish_reason: null, ...more }]);
  const answer = [
    choice({ role: 'assistant', content: '', refusal: null }),
    ...tokens.map((token) => choice({ content: token.token }, { logprobs: logprobsOf([token], call) })),
    choice({}, { finish_reason: finish }),
  ];
  const chunks = [
    ...(tokens.length === 0 ? [chunk([])] : answer),
    ...(call.streamUsage ? [chunk([], { usage: usageOf(usage) })] : []),
  ];
  return [...chunks.map((each) => `data: ${JSON.stringify(each)}\n\n`), 'data: [DONE]\n\n'];
}

function idOf({ number }: Completion): string {
  return `chatcmpl-sample-${number}`;
}

function logprobsOf(tokens: readonly TokenLogprob[], call: SampleCall): OpenAI.ChatCompletion.Choice.Logprobs | null {
  if (call.topLogprobs === undefined) return null;
  const content = tokens.map(({ token, logprob, alternatives }) => ({
    token,
    logprob,
    bytes: [...Buffer.from(token)],
    top_logprobs: alternatives
      .slice(0, call.topLogprobs)
      .map((other) => ({ ...other, bytes: [...Buffer.from(other.token)] })),
  }));
  return { content, refusal: null };
}

/** OpenAI's totals include the parts: cached and cache-written tokens in the prompt's, reasoning in the completion's. */
function usageOf(usage: TokenUsage): OpenAI.CompletionUsage {
  const promptTokens = usage.inputTokens + usage.cachedInputTokens + usage.cacheWriteTokens;
  const completionTokens = usage.outputTokens + usage.reasoningTokens;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: {
      cached_tokens: usage.cachedInputTokens,
      audio_tokens: 0,
      ...(usage.cacheWriteTokens > 0 ? { cache_write_tokens: usage.cacheWriteTokens } : {}),
    },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

function modelBody(name: string): OpenAI.Model {
  return { id: name, object: 'model', created: createdSeconds, owned_by: 'downtier-sample' };
}
