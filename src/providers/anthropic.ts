import type { Anthropic } from '@anthropic-ai/sdk';
import type { MessageCreateParamsNonStreaming, OutputConfig } from '@anthropic-ai/sdk/resources/messages';
import { CallError } from '../core/models/callError.ts';
import type { ChatAnswer, ChatModel, ChatReply, ChatRequest, Message, ModelId } from '../core/models/chatModel.ts';
import type { TokenUsage } from '../core/models/usage.ts';
import { gatherMessage } from './anthropicStream.ts';
import { brokenStream, callErrorFrom, malformed } from './callErrorFrom.ts';
import { clientOptions } from './clientOptions.ts';
import { type OptionalPart, ParameterProbe } from './parameterProbe.ts';
import type { ProviderOptions } from './providerOptions.ts';
import { rateLimitFrom } from './rateLimitHeaders.ts';
import { hasErrorClasses } from './sdkErrors.ts';
import { streamFetch } from './streamFetch.ts';
import { estimatedUsage, loadUsageReader } from './usageFrom.ts';

/** Anthropic requires a limit; this one stands in where the caller sets none. */
const defaultMaxOutputTokens = 4096;

/** Anthropic's messages API takes neither of these. */
const neverTaken = ['seed', 'responseFormat'] as const;

export interface AnthropicOptions extends ProviderOptions {
  /** The caller's own client; absent: one is made. */
  readonly client?: Anthropic;
}

/**
 * A model behind Anthropic's messages protocol. It gives no log-probabilities. The SDK's types no longer have temperature and
 * top-p, but the older models still take them and the newer ones refuse them with a 400: they are sent when asked for, and a
 * model that refuses them gets none from then on (see `ignoredParameters`). The SDK is loaded by the first call.
 */
export function anthropicModel(options: AnthropicOptions): ChatModel {
  let loading: ReturnType<typeof connect> | undefined;
  const probe = new ParameterProbe(options.takes);

  async function attempt(request: ChatRequest, parts: ReadonlySet<OptionalPart>, { signal, onText }: Attempt) {
    loading ??= connect(options);
    const { client, streaming, sdk, readUsage } = await loading;
    const body = bodyOf(request, parts, options.model);
    // The SDK listens to the signal it is given; one of the call's own spares the caller's, which many calls may share. Retries are ours.
    const once = { signal: AbortSignal.any([signal]), maxRetries: 0 };
    try {
      if (!onText) {
        const { data, response } = await client.messages.create(body, once).withResponse();
        return { message: data, usage: readUsage(data), rateLimit: rateLimitFrom(response.headers) };
      }
      const { data: events, response } = await streaming.messages
        .create({ ...body, stream: true }, once)
        .withResponse();
      const message = await gatherMessage(options.id, events, onText).catch((error: unknown) => {
        throw brokenStream(error, sdk, options);
      });
      return { message, usage: readUsage(message), rateLimit: rateLimitFrom(response.headers) };
    } catch (error) {
      signal.throwIfAborted();
      throw callErrorFrom(error, sdk, { ...options, messages: request.messages });
    }
  }

  return {
    id: options.id,
    supportsLogprobs: false,
    get ignoredParameters() {
      return probe.takes('sampling') === false ? ([...neverTaken, 'temperature', 'topP'] as const) : neverTaken;
    },
    async call(request, signal, onText): Promise<ChatReply> {
      signal.throwIfAborted();
      const { temperature, topP } = request.parameters;
      const { message, usage, rateLimit } = await probe.send({
        wanted: temperature === undefined && topP === undefined ? [] : ['sampling'],
        signal,
        attempt: (parts) => attempt(request, parts, { signal, onText }),
        refused: (error) => (error instanceof CallError && error.status === 400 ? 'unnamed' : undefined),
      });
      const answer = readMessage(options.id, message, usage);
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

async function connect(options: AnthropicOptions) {
  const readUsage = await loadUsageReader({ account: options.account, api: 'messages' });
  if (!options.client) return { ...(await createClient(options)), readUsage };
  // The classes of the client's own copy of the SDK: its errors are theirs.
  const own: unknown = options.client.constructor;
  const sdk = hasErrorClasses(own) ? own : (await import('@anthropic-ai/sdk')).Anthropic;
  return { client: options.client, streaming: options.client, sdk, readUsage };
}

async function createClient(options: AnthropicOptions) {
  const { Anthropic: sdk } = await import('@anthropic-ai/sdk');
  const client: Anthropic = new sdk(clientOptions(options));
  return { client, streaming: client.withOptions({ fetch: streamFetch }), sdk };
}

function bodyOf(
  { messages, parameters }: ChatRequest,
  parts: ReadonlySet<OptionalPart>,
  model: string,
): MessageCreateParamsNonStreaming {
  const { temperature, topP, maxOutputTokens, stop, reasoningEffort } = parameters;
  const sampling = {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
  };
  return {
    model,
    max_tokens: maxOutputTokens ?? defaultMaxOutputTokens,
    ...conversationOf(messages),
    ...(stop ? { stop_sequences: [...stop] } : {}),
    // Which efforts there are differs by model; the provider judges.
    ...(reasoningEffort ? { output_config: { effort: reasoningEffort as NonNullable<OutputConfig['effort']> } } : {}),
    ...(parts.has('sampling') ? sampling : {}),
  };
}

/** System messages go to a field of their own, except that a prompt of nothing else is what the user says. */
function conversationOf(messages: readonly Message[]): Pick<MessageCreateParamsNonStreaming, 'system' | 'messages'> {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const turns = messages.flatMap(({ role, content }) => (role === 'system' ? [] : [{ role, content }]));
  if (turns.length === 0) return { messages: [{ role: 'user', content: system.join('\n\n') }] };
  return system.length === 0 ? { messages: turns } : { system: system.join('\n\n'), messages: turns };
}

/** What may really be on the wire. */
interface WireMessage {
  readonly content?: unknown;
  readonly stop_reason?: unknown;
}

function readMessage(
  model: ModelId,
  message: WireMessage | string | null | undefined,
  usage: TokenUsage | undefined,
): Omit<ChatAnswer, 'usage'> {
  const content = typeof message === 'object' ? message?.content : undefined;
  if (!Array.isArray(content)) throw malformed(model, 'it has no content', { usage });
  const texts = content.map(textOf);
  if (!texts.every((text) => text !== undefined)) throw malformed(model, 'a text block has no text', { usage });
  return { text: texts.join(''), finish: finishOf((message as WireMessage).stop_reason) };
}

/** Blocks of other kinds (thinking) say nothing to the user. */
function textOf(block: unknown): string | undefined {
  if (typeof block !== 'object' || block === null) return undefined;
  const { type, text } = block as { readonly type?: unknown; readonly text?: unknown };
  if (type !== 'text') return '';
  return typeof text === 'string' ? text : undefined;
}

function finishOf(reason: unknown): ChatAnswer['finish'] {
  if (reason === 'end_turn' || reason === 'stop_sequence') return 'stop';
  return reason === 'max_tokens' || reason === 'model_context_window_exceeded' ? 'length' : 'other';
}
