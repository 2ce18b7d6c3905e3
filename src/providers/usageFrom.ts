import type { Provider, Usage } from '@pydantic/genai-prices';
import type { Message } from '../core/models/chatModel.ts';
import { estimateConversation, loadTokenEstimator } from '../core/models/tokenEstimate.ts';
import type { TokenUsage } from '../core/models/usage.ts';

export interface UsageShape {
  /** `openai`, `anthropic`, or the name of a compatible server. */
  readonly account: string;
  readonly api: 'chat' | 'responses' | 'messages' | 'embeddings';
  /** The answer's `usage.cost` is what was charged, in USD. */
  readonly reportsCost?: boolean;
}

type PriceList = typeof import('@pydantic/genai-prices');

/** Reads usage into disjoint classes. Undefined: the answer has none, or none that makes sense. */
export type UsageReader = (response: unknown) => TokenUsage | undefined;

/** The reader for a provider's wire shape. Loads genai-prices, which knows the shapes, on demand. */
export async function loadUsageReader(shape: UsageShape): Promise<UsageReader> {
  const list = await import('@pydantic/genai-prices');
  const extractor = extractorOf(list, shape);
  return (response) => {
    const extracted = extract(list, extractor, response);
    if (extracted === undefined) return undefined;
    const reportedUSD = shape.reportsCost ? reportedCost(response) : undefined;
    return { ...disjoint(extracted, response), ...(reportedUSD === undefined ? {} : { reportedUSD }) };
  };
}

interface Extractor {
  readonly provider: Provider;
  readonly flavor: string;
}

/** The list's own extractor for the account; OpenAI's for servers that the list does not know. */
function extractorOf(list: PriceList, { account, api }: UsageShape): Extractor {
  const listed = list.findProvider({ providerId: account });
  const flavors = api === 'messages' ? ['default'] : api === 'embeddings' ? [api] : [api, 'default'];
  for (const provider of [listed?.id === account ? listed : undefined, list.findProvider({ providerId: 'openai' })]) {
    const extractors = provider?.extractors?.filter(({ api_flavor }) => flavors.includes(api_flavor)) ?? [];
    const extractor = extractors.find(({ api_flavor }) => api_flavor === api) ?? extractors[0];
    // Alone in its list: extraction looks through all of them on every call.
    if (provider && extractor)
      return { provider: { ...provider, extractors: [extractor] }, flavor: extractor.api_flavor };
  }
  throw new RangeError(`no usage shape is known for ${account} ${api}`);
}

function extract(list: PriceList, { provider, flavor }: Extractor, response: unknown): Usage | undefined {
  try {
    return list.extractUsage(provider, response, flavor).usage;
  } catch {
    // extractUsage throws plain errors for absent, negative and non-numeric counts alike: all mean that usage is unknown.
    return undefined;
  }
}

function disjoint(usage: Usage, response: unknown): TokenUsage {
  const cached = usage['cache_read_tokens'] ?? 0;
  const writes = usage['cache_write_tokens'] ?? 0;
  const hourWrites = Math.min(usage['cache_write_1h_tokens'] ?? 0, writes);
  const reasoning = usage['output_reasoning_tokens'] ?? 0;
  const input = usage['input_tokens'] ?? 0;
  const output = usage['output_tokens'] ?? 0;
  const total = fieldOf(fieldOf(response, 'usage'), 'total_tokens');
  return {
    inputTokens: withoutPart(input, cached + writes),
    cachedInputTokens: cached,
    cacheWriteTokens: writes - hourWrites,
    ...(hourWrites > 0 ? { cacheWriteHourTokens: hourWrites } : {}),
    // Some servers leave reasoning out of their completion tokens; the total gives it away.
    outputTokens: total === input + output + reasoning ? output : withoutPart(output, reasoning),
    reasoningTokens: reasoning,
    batch: false,
  };
}

/** A part larger than its total was not counted in it. */
function withoutPart(total: number, part: number): number {
  return part <= total ? total - part : total;
}

/** OpenRouter: `cost` is what it charged; where the user's own key paid the upstream provider, that is named apart. */
function reportedCost(response: unknown): number | undefined {
  const usage = fieldOf(response, 'usage');
  const cost = fieldOf(usage, 'cost');
  const upstream = fieldOf(fieldOf(usage, 'cost_details'), 'upstream_inference_cost');
  if (typeof cost !== 'number' || !(cost >= 0)) return undefined;
  if (fieldOf(usage, 'is_byok') !== true) return cost;
  return typeof upstream === 'number' && upstream >= 0 ? cost + upstream : undefined;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

/** For a server that says nothing: our own count of the conversation and the answer, marked as such. */
export async function estimatedUsage(messages: readonly Message[], text: string): Promise<TokenUsage> {
  const estimate = await loadTokenEstimator();
  return {
    inputTokens: estimateConversation(messages, estimate),
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: estimate(text),
    reasoningTokens: 0,
    batch: false,
    estimated: true,
  };
}
