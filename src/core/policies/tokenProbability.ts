import type { ChatAnswer } from '../models/chatModel.ts';

/** Answers up to this many tokens count as short: all of them have to be right. */
const SHORT_ANSWER_TOKENS = 8;

/**
 * P(T), the probability a model gave its own answer (arXiv 2602.22090): exp of the summed token log-probabilities for a short answer, exp of their mean
 * for a longer one. In [0, 1]; undefined where the provider gave no log-probabilities.
 */
export function tokenProbability({ logprobs }: Pick<ChatAnswer, 'logprobs'>): number | undefined {
  if (!logprobs || logprobs.length === 0) return undefined;
  const sum = logprobs.reduce((total, { logprob }) => total + logprob, 0);
  const exponent = logprobs.length <= SHORT_ANSWER_TOKENS ? sum : sum / logprobs.length;
  // Providers round; a log-probability a hair above 0 is 0.
  return Math.exp(Math.min(0, exponent));
}
