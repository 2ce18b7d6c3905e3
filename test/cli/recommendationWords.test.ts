import assert from 'node:assert/strict';
import { recommendationWords } from '../../src/cli/recommendationWords.ts';

it('recommendationWords is short, without promise and gain', () => {
  const large = { model: 'openai/large', share: 0.38 };
  const stages = [{ model: 'a/small', share: 0.62 }, large];
  assert.equal(recommendationWords({ kind: 'cascade', stages }), 'a/small, then openai/large');
  assert.equal(recommendationWords({ kind: 'mix', stages }), '62 % a/small + 38 % openai/large');
  assert.equal(recommendationWords({ kind: 'reference', stages: [large] }), 'openai/large');
});
