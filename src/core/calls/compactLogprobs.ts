import type { ChatAnswer } from '../models/chatModel.ts';

/** Alternatives are kept for this many tokens: enough for a label's spellings, while a long answer would fill the journal with them. */
const TOKENS_WITH_ALTERNATIVES = 4;
/** P(T) of a longer answer is a mean; this many tokens are plenty for it. */
const TOKENS_KEPT = 512;

/** The answer with as much of its log-probabilities as the signals look at. */
export function compactLogprobs(answer: ChatAnswer): ChatAnswer {
  if (!answer.logprobs) return answer;
  const logprobs = answer.logprobs
    .slice(0, TOKENS_KEPT)
    .map((token, index) => (index < TOKENS_WITH_ALTERNATIVES ? token : { ...token, alternatives: [] }));
  return { ...answer, logprobs };
}
