/**
 * Tokens of one call in disjoint classes: no token is counted in two fields, whatever the provider's own convention.
 * (OpenAI's `prompt_tokens` include cached ones and `completion_tokens` include reasoning; Anthropic's `input_tokens` exclude cached ones.)
 */
export interface TokenUsage {
  /** Input tokens billed at the full rate. */
  readonly inputTokens: number;
  /** Input tokens read from the provider's cache. */
  readonly cachedInputTokens: number;
  /** Input tokens written to the provider's cache (Anthropic bills them at a rate of their own). */
  readonly cacheWriteTokens: number;
  /** Input tokens written to a cache that keeps them for an hour, dearer again (Anthropic). Absent: none. */
  readonly cacheWriteHourTokens?: number;
  /** Visible output tokens. */
  readonly outputTokens: number;
  /** Hidden reasoning tokens, billed as output. */
  readonly reasoningTokens: number;
  /** The whole call was made through a batch interface, billed at the batch rate. */
  readonly batch: boolean;
  /** Present: the provider gave no usage, and these counts are our own estimate from the text. */
  readonly estimated?: true;
  /** What the provider itself says it charged for this call, in USD (OpenRouter does). Absent: not said. */
  readonly reportedUSD?: number;
}

/** Of several calls together. For showing only: prices go by the single call (see `Price.costUSD`). */
export function totalUsage(usages: readonly TokenUsage[]): TokenUsage {
  const sum = (count: (usage: TokenUsage) => number) => usages.reduce((total, usage) => total + count(usage), 0);
  return {
    inputTokens: sum((usage) => usage.inputTokens),
    cachedInputTokens: sum((usage) => usage.cachedInputTokens),
    cacheWriteTokens: sum((usage) => usage.cacheWriteTokens + (usage.cacheWriteHourTokens ?? 0)),
    outputTokens: sum((usage) => usage.outputTokens),
    reasoningTokens: sum((usage) => usage.reasoningTokens),
    batch: false,
    ...(usages.some(({ estimated }) => estimated) ? { estimated: true } : {}),
  };
}
