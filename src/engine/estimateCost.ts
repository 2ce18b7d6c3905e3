import { DEFAULT_MAX_OUTPUT_TOKENS } from '../core/calls/callOrder.ts';
import type { Message, ModelId, ModelParameters } from '../core/models/chatModel.ts';
import type { Price } from '../core/models/price.ts';
import {
  estimateConversation,
  loadTokenEstimator,
  type TokenEstimator,
  tokenUpperBound,
} from '../core/models/tokenEstimate.ts';

export interface CallEstimate {
  readonly id: ModelId;
  /** Estimated mean cost of one call. */
  readonly costPerCallUSD: number;
  /** No single call on these rows can cost more. */
  readonly worstCallUSD: number;
  readonly price: Price;
}

export interface CostEstimate {
  /** Mean over the rows looked at, by OpenAI's vocabulary; other models' differ by some tens of percent. */
  readonly inputTokensPerCall: number;
  readonly outputTokensPerCall: number;
  /** Whether the output length comes from expected answers (true) or is only the limit's (false). */
  readonly outputTokensFromGold: boolean;
  /** In the order of the prices; last, who embeds. */
  readonly calls: readonly CallEstimate[];
  /** Every model on every item at its worst, and the self-check, or the cap; with a judge, whose calls depend on the answers, the cap. */
  readonly profilingAtMostUSD: number;
  /** Every model on `likelyItems` items at the estimated cost, or the cap. */
  readonly profilingLikelyUSD: number;
  readonly likelyItems: number;
}

/** Rows whose tokens are counted; the rest are like them. */
const ROWS_COUNTED = 200;
/** The certified search takes some hundreds of rows of a dataset that is answered once, and up to two thousand for a stream of calls. */
const LIKELY_ITEMS = 1500;

export async function estimateCost(facts: {
  readonly conversations: readonly (readonly Message[])[];
  readonly golds: readonly string[];
  readonly parameters: ModelParameters;
  readonly prices: ReadonlyMap<ModelId, Price>;
  readonly maxSpendUSD: number;
  readonly timeoutMs: number;
  /** A judge compares the answers. */
  readonly judged: boolean;
  /** Who embeds these texts; absent: nobody. */
  readonly embeddings?: { readonly id: ModelId; readonly price: Price; readonly texts: readonly string[] } | undefined;
  /** Asked once more about so many of the items, when all is done. */
  readonly selfCheck?: { readonly model: ModelId; readonly items: number } | undefined;
}): Promise<CostEstimate> {
  const { conversations, golds, parameters, prices, maxSpendUSD } = facts;
  const tokens = await loadTokenEstimator();
  const counted = conversations.slice(0, ROWS_COUNTED);
  const inputTokens = mean(counted.map((messages) => estimateConversation(messages, tokens)));
  const limit = parameters.maxOutputTokens ?? DEFAULT_MAX_OUTPUT_TOKENS;
  const outputTokens = golds.length > 0 ? Math.min(limit, mean(golds.slice(0, ROWS_COUNTED).map(tokens))) : limit;
  // Not spread into Math.max: that many arguments overflow the stack.
  const longest = conversations.reduce((most, messages) => Math.max(most, tokenUpperBound(messages)), 0);
  const usage = {
    inputTokens: Math.round(inputTokens),
    outputTokens: Math.round(outputTokens),
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
    batch: false,
  };
  const maxSeconds = facts.timeoutMs / 1000;
  const chats = [...prices].map(([id, price]) => ({
    id,
    price,
    costPerCallUSD: price.costUSD(usage, 1),
    worstCallUSD: price.worstCaseUSD({ inputTokens: longest, maxOutputTokens: limit, maxSeconds }),
  }));
  const calls = facts.embeddings ? [...chats, embeddingEstimate(facts.embeddings, tokens, maxSeconds)] : chats;
  const likelyItems = Math.min(LIKELY_ITEMS, conversations.length);
  const checkedTwice = Math.min(facts.selfCheck?.items ?? 0, conversations.length);
  const selfCheck = calls.find(({ id }) => id === facts.selfCheck?.model);
  const besides = (callUSD: number | undefined): number => checkedTwice * (callUSD ?? 0);
  return {
    inputTokensPerCall: inputTokens,
    outputTokensPerCall: outputTokens,
    outputTokensFromGold: golds.length > 0,
    calls,
    profilingAtMostUSD: facts.judged
      ? maxSpendUSD
      : Math.min(
          maxSpendUSD,
          conversations.length * sum(calls.map((call) => call.worstCallUSD)) + besides(selfCheck?.worstCallUSD),
        ),
    profilingLikelyUSD: Math.min(
      maxSpendUSD,
      likelyItems * sum(calls.map((call) => call.costPerCallUSD)) + besides(selfCheck?.costPerCallUSD),
    ),
    likelyItems,
  };
}

function embeddingEstimate(
  { id, price, texts }: { readonly id: ModelId; readonly price: Price; readonly texts: readonly string[] },
  tokens: TokenEstimator,
  maxSeconds: number,
): CallEstimate {
  const usage = {
    inputTokens: Math.round(mean(texts.slice(0, ROWS_COUNTED).map(tokens))),
    outputTokens: 0,
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
    batch: false,
  };
  const inputTokens = texts.reduce(
    (most, text) => Math.max(most, tokenUpperBound([{ role: 'user', content: text }])),
    0,
  );
  return {
    id,
    price,
    costPerCallUSD: price.costUSD(usage, 1),
    worstCallUSD: price.worstCaseUSD({ inputTokens, maxOutputTokens: 0, maxSeconds }),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
