import assert from 'node:assert/strict';
import type { TokenLogprob } from '../../../src/core/models/chatModel.ts';
import { tokenProbability } from '../../../src/core/policies/tokenProbability.ts';

const tokensOf = (logprobs: readonly number[]): TokenLogprob[] =>
  logprobs.map((logprob) => ({ token: 'x', logprob, alternatives: [] }));
const probabilityOf = (logprobs: readonly number[]) => tokenProbability({ logprobs: tokensOf(logprobs) });

describe('tokenProbability', () => {
  const probabilities: readonly (readonly [name: string, logprobs: readonly number[], expected: number])[] = [
    ['of one token its own', [Math.log(0.25)], 0.25],
    ['of two tokens the product', [Math.log(0.5), Math.log(0.5)], 0.25],
    ['of eight tokens still the product', Array(8).fill(Math.log(0.5)), 1 / 256],
    ['of nine tokens the geometric mean', Array(9).fill(Math.log(0.5)), 0.5],
    ['of unlike tokens the geometric mean', [...Array(9).fill(Math.log(0.9)), Math.log(0.1)], (0.9 ** 9 * 0.1) ** 0.1],
    ['of certain tokens 1', [0, 0, 0], 1],
    ['of an impossible token 0', [0, Number.NEGATIVE_INFINITY], 0],
    ['of the -9999 that stands for impossible 0', [-9999], 0],
    ['never above 1, whatever a provider rounds', [1e-6], 1],
    ['never above 1 in a long answer', Array(20).fill(1e-3), 1],
  ];
  for (const [name, logprobs, expected] of probabilities) {
    it(`is ${name}`, () => {
      const probability = probabilityOf(logprobs);
      assert.ok(probability !== undefined && Math.abs(probability - expected) < 1e-12, `${probability}`);
    });
  }

  it('is unknown, not 0, without log-probabilities', () => {
    assert.equal(tokenProbability({}), undefined);
    assert.equal(probabilityOf([]), undefined);
  });

  it('does not depend on the alternatives', () => {
    const [token] = tokensOf([-1]) as [TokenLogprob];
    const alternatives = [{ token: 'y', logprob: -0.5 }];
    assert.equal(tokenProbability({ logprobs: [{ ...token, alternatives }] }), probabilityOf([-1]));
  });
});
