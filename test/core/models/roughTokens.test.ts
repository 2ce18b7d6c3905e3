import assert from 'node:assert/strict';
import { roughTokens } from '../../../src/core/models/roughTokens.ts';
import { loadTokenEstimator, type TokenEstimator } from '../../../src/core/models/tokenEstimate.ts';

describe('roughTokens', () => {
  let exact: TokenEstimator;
  before(async () => {
    exact = await loadTokenEstimator();
  });

  const texts: Readonly<Record<string, string>> = {
    English: 'If a message is about several things, choose the one the customer most wants done. '.repeat(20),
    Chinese: '如果一条消息涉及多个问题，请选择客户最希望解决的那一个。'.repeat(20),
    JSON: '{"id": 17, "label": "billing", "plan": "pro", "open": true}\n'.repeat(20),
  };
  for (const [name, text] of Object.entries(texts)) {
    it(`is within a factor of two for ${name}`, () => {
      const ratio = roughTokens(text) / exact(text);
      assert.ok(0.5 < ratio && ratio < 2, `ratio ${ratio}`);
    });
  }

  it('counts nothing as nothing', () => assert.equal(roughTokens(''), 0));
});
