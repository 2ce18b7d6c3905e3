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
  /** Visible output tokens. */
  readonly outputTokens: number;
  /** Hidden reasoning tokens, billed as output. */
  readonly reasoningTokens: number;
  /** The whole call was made through a batch interface, billed at the batch rate. */
  readonly batch: boolean;
}
