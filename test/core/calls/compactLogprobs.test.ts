import assert from 'node:assert/strict';
import { compactLogprobs } from '../../../src/core/calls/compactLogprobs.ts';
import type { ChatAnswer, TokenLogprob } from '../../../src/core/models/chatModel.ts';
import { tokenProbability } from '../../../src/core/policies/tokenProbability.ts';
import { replyOf } from '../../support/fakeModel.ts';

function answerOf(tokens: number): ChatAnswer {
  const logprobs = Array.from(
    { length: tokens },
    (_, index): TokenLogprob => ({
      token: `t${index}`,
      logprob: -(index + 1) / 100,
      alternatives: [{ token: `u${index}`, logprob: -5 }],
    }),
  );
  return { ...replyOf('text').answer, logprobs };
}

describe('compactLogprobs', () => {
  const sizes: readonly (readonly [tokens: number, kept: number, withAlternatives: number])[] = [
    [0, 0, 0],
    [1, 1, 1],
    [4, 4, 4],
    [5, 5, 4],
    [511, 511, 4],
    [512, 512, 4],
    [513, 512, 4],
    [5000, 512, 4],
  ];
  for (const [tokens, kept, withAlternatives] of sizes) {
    it(`keeps ${kept} of ${tokens} tokens, ${withAlternatives} with alternatives`, () => {
      const { logprobs: before = [] } = answerOf(tokens);
      const { logprobs: after = [] } = compactLogprobs(answerOf(tokens));
      assert.deepEqual(
        after,
        before
          .slice(0, kept)
          .map((token, index) => (index < withAlternatives ? token : { ...token, alternatives: [] })),
      );
    });
  }

  it('leaves everything else as it is', () => {
    const answer = { ...answerOf(600), finish: 'length' } as const;
    const { logprobs: _, ...rest } = answer;
    const { logprobs: __, ...kept } = compactLogprobs(answer);
    assert.deepEqual(kept, rest);
  });

  it('changes nothing of an answer without log-probabilities', () => {
    const { answer } = replyOf('text');
    assert.equal(compactLogprobs(answer), answer);
  });

  it('does not touch the answer it was given', () => {
    const answer = answerOf(600);
    compactLogprobs(answer);
    assert.deepEqual(answer, answerOf(600));
  });

  it('done again changes nothing', () => {
    const once = compactLogprobs(answerOf(600));
    assert.deepEqual(compactLogprobs(once), once);
  });

  for (const tokens of [1, 8, 9, 512]) {
    it(`keeps the token probability of ${tokens} tokens`, () => {
      assert.equal(tokenProbability(compactLogprobs(answerOf(tokens))), tokenProbability(answerOf(tokens)));
    });
  }
});
