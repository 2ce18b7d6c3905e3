import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { CallError } from '../core/models/callError.ts';
import type { ChatModel, ChatReply, ChatRequest } from '../core/models/chatModel.ts';
import { brokenStream, callErrorFrom } from './callErrorFrom.ts';
import { readCompletion } from './openaiAnswer.ts';
import { connectToOpenAI, type OpenAIConnection } from './openaiClient.ts';
import { gatherCompletion } from './openaiStream.ts';
import { type OptionalPart, ParameterProbe } from './parameterProbe.ts';
import { rateLimitFrom } from './rateLimitHeaders.ts';
import { estimatedUsage } from './usageFrom.ts';

export interface OpenAIOptions extends OpenAIConnection {
  /** OpenAI's newer models insist on the longer name; compatible servers know the older one. */
  readonly outputLimitField: 'max_completion_tokens' | 'max_tokens';
  /** Fields that this server wants in every request. */
  readonly extraBody?: Readonly<Record<string, unknown>>;
}

/** As many alternatives per token as every known server gives. */
const alternativesPerToken = 5;

/**
 * A model behind OpenAI's chat completions protocol: OpenAI itself or any compatible server. The SDK is loaded by the first call,
 * and one model makes one client.
 */
export function openaiModel(options: OpenAIOptions): ChatModel {
  let loading: ReturnType<typeof connectToOpenAI> | undefined;
  const probe = new ParameterProbe(options.takes);
  let givesLogprobs = options.takes?.includes('logprobs') ?? false;

  async function attempt(request: ChatRequest, parts: ReadonlySet<OptionalPart>, { signal, onText }: Attempt) {
    loading ??= connectToOpenAI(options, 'chat');
    const { client, streaming, sdk, readUsage } = await loading;
    const body = bodyOf(request, parts, options);
    // Retries are ours, whatever the client was made with.
    const once = { signal, maxRetries: 0 };
    try {
      if (!onText) {
        const { data, response } = await client.chat.completions.create(body, once).withResponse();
        return { completion: data, usage: readUsage(data), rateLimit: rateLimitFrom(response.headers) };
      }
      const { data: chunks, response } = await streaming.chat.completions
        .create({ ...body, stream: true, stream_options: { include_usage: true } }, once)
        .withResponse();
      const completion = await gatherCompletion(options.id, chunks, onText).catch((error: unknown) => {
        throw brokenStream(error, sdk, options);
      });
      return { completion, usage: readUsage(completion), rateLimit: rateLimitFrom(response.headers) };
    } catch (error) {
      signal.throwIfAborted();
      throw callErrorFrom(error, sdk, { ...options, messages: request.messages });
    }
  }

  return {
    id: options.id,
    get supportsLogprobs() {
      if (givesLogprobs) return true;
      return probe.takes('logprobs') === false ? false : undefined;
    },
    get ignoredParameters() {
      return probe.takes('sampling') === false ? (['temperature', 'topP'] as const) : [];
    },
    async call(request, signal, onText): Promise<ChatReply> {
      signal.throwIfAborted();
      const wanted = wantedParts(request);
      const { completion, usage, rateLimit } = await probe.send({
        wanted,
        signal,
        attempt: (parts) => attempt(request, parts, { signal, onText }),
        refused: refusedPart,
      });
      const answer = readCompletion(options.id, completion, usage);
      if (answer.logprobs) givesLogprobs = true;
      // Some servers ignore the request for log-probabilities instead of refusing it.
      else if (wanted.includes('logprobs') && answer.text !== '' && !givesLogprobs) probe.giveUp('logprobs');
      return {
        answer: { ...answer, usage: usage ?? (await estimatedUsage(request.messages, answer.text)) },
        rateLimit,
      };
    },
  };
}

interface Attempt {
  readonly signal: AbortSignal;
  readonly onText: ((piece: string) => void) | undefined;
}

function wantedParts({ logprobs, parameters }: ChatRequest): readonly OptionalPart[] {
  const sampling = parameters.temperature !== undefined || parameters.topP !== undefined;
  return [...(logprobs ? (['logprobs'] as const) : []), ...(sampling ? (['sampling'] as const) : [])];
}

function bodyOf(
  { messages, parameters }: ChatRequest,
  parts: ReadonlySet<OptionalPart>,
  { model, outputLimitField, extraBody }: OpenAIOptions,
): ChatCompletionCreateParamsNonStreaming {
  const { temperature, topP, maxOutputTokens, stop, seed, reasoningEffort, responseFormat } = parameters;
  const sampling = { ...given('temperature', temperature), ...given('top_p', topP) };
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...given(outputLimitField, maxOutputTokens),
    ...given('stop', stop && [...stop]),
    ...given('seed', seed),
    // Which efforts there are differs by model; the provider judges.
    ...given('reasoning_effort', reasoningEffort as ChatCompletionCreateParamsNonStreaming['reasoning_effort']),
    ...(responseFormat === 'json' ? { response_format: { type: 'json_object' } } : {}),
    ...(parts.has('sampling') ? sampling : {}),
    ...(parts.has('logprobs') ? { logprobs: true, top_logprobs: alternativesPerToken } : {}),
    ...extraBody,
  };
}

function given<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: T });
}

const blamedParts: Readonly<Record<string, OptionalPart>> = {
  logprobs: 'logprobs',
  top_logprobs: 'logprobs',
  temperature: 'sampling',
  top_p: 'sampling',
};

/** OpenAI answers 400 with the field's name, or 403 without; other servers 400 or 422, mostly without. */
function refusedPart(error: unknown, parts: ReadonlySet<OptionalPart>): OptionalPart | 'unnamed' | undefined {
  if (!(error instanceof CallError) || ![400, 403, 422].includes(error.status ?? 0)) return undefined;
  const named = blamedParts[error.blamedField ?? ''];
  return named !== undefined && parts.has(named) ? named : 'unnamed';
}
