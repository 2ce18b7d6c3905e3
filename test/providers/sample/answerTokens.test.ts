import assert from 'node:assert/strict';
import { answerTokens, countTokens } from '../../../src/providers/sample/answerTokens.ts';
import type { SampleAnswer } from '../../../src/providers/sample/sampleModel.ts';

function answer(...probabilities: readonly (readonly [string, number])[]): SampleAnswer {
  const label = probabilities[0]?.[0] ?? '';
  return { label, probabilities: probabilities.map(([name, probability]) => ({ label: name, probability })) };
}

describe('countTokens', () => {
  const cases = { '': 0, a: 1, four: 1, fives: 2, 'é€': 2, '😵😵': 2 };
  for (const [text, tokens] of Object.entries(cases))
    it(`of '${text}' is ${tokens}`, () => {
      assert.equal(countTokens(text), tokens);
    });
});

describe('answerTokens', () => {
  const cases: readonly {
    readonly labels: readonly string[];
    readonly tokens: readonly string[];
    readonly heads: readonly string[];
  }[] = [
    { labels: ['feature_request', 'bug'], tokens: ['feat', 'ure_', 'requ', 'est'], heads: ['feat', 'bug'] },
    { labels: ['bug', 'login'], tokens: ['bug'], heads: ['bug', 'logi'] },
    { labels: ['order_new', 'order_lost'], tokens: ['order_n', 'ew'], heads: ['order_n', 'order_l'] },
    { labels: ['bugs', 'bugs_old'], tokens: ['bugs'], heads: ['bugs', 'bugs_'] },
    { labels: ['é😵😵😵!', 'x'], tokens: ['é😵😵😵', '!'], heads: ['é😵😵😵', 'x'] },
  ];
  for (const { labels, tokens, heads } of cases)
    it(`of ${labels.join(', ')}`, () => {
      const found = answerTokens(answer([labels[0] ?? '', 0.75], [labels[1] ?? '', 0.25]));
      assert.deepEqual(
        found.map(({ token }) => token),
        tokens,
      );
      assert.deepEqual(found[0]?.alternatives, [
        { token: heads[0], logprob: Math.log(0.75) },
        { token: heads[1], logprob: Math.log(0.25) },
      ]);
      assert.equal(found[0]?.logprob, Math.log(0.75));
      for (const { token, logprob, alternatives } of found.slice(1)) {
        assert.equal(logprob, 0);
        assert.deepEqual(alternatives, [{ token, logprob: 0 }]);
      }
    });

  it('writes a vanishing probability as OpenAI does', () => {
    assert.equal(answerTokens(answer(['bug', 1], ['login', 0]))[0]?.alternatives[1]?.logprob, -9999);
  });

  it('refuses a label named twice', () => {
    assert.throws(() => answerTokens(answer(['bug', 0.5], ['bug', 0.5])), RangeError);
  });
});
