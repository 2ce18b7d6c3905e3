import assert from 'node:assert/strict';
import type { AnswerSource } from '../../../src/core/profiling/answerSource.ts';
import { compareMethods } from '../../../src/core/profiling/methodComparison.ts';
import type { ProfileRequest } from '../../../src/core/profiling/profile.ts';
import { profileWithSmart } from '../../../src/core/profiling/smart.ts';
import { type CoinModel, coinFlipItems, coinFlipSource, sameText } from '../../support/coinFlipSource.ts';
import { profileRequest } from './profileResult.ts';

const ITEMS = 400;
const signal = new AbortController().signal;
const models: readonly CoinModel[] = [
  { id: 'a/big', costUSD: 10, agreement: 1 },
  { id: 'a/small', costUSD: 1, agreement: 0.99 },
  { id: 'a/poor', costUSD: 0.1, agreement: 0.5 },
];
const request: ProfileRequest = {
  ...profileRequest,
  method: 'certified',
  reference: 'a/big',
  models: models.map(({ id }) => id),
  rows: ITEMS,
};
const items = coinFlipItems(ITEMS);
const answers = (): AnswerSource => coinFlipSource(models, { seed: 1, items: ITEMS });

describe('compareMethods', () => {
  it('says of each method what it would have recommended, as if it had been asked for', async () => {
    const found = await compareMethods(request, items, { answers, equivalence: sameText }, signal);
    assert.deepEqual(
      found.map(({ method }) => method),
      ['smart-all', 'smart', 'smart-mix'],
    );
    for (const { method, ...figures } of found) {
      const deps = { source: answers(), equivalence: sameText };
      for await (const event of profileWithSmart({ ...request, method }, items, deps, signal)) {
        if (event.type !== 'done') continue;
        const { recommendation, savings, policyPerCallUSD, guarantee, items: used } = event.result;
        assert.deepEqual(figures, {
          recommendation,
          policyPerCallUSD,
          savingsRatio: savings.ratio,
          deviationUpperBound: guarantee.deviationUpperBound,
          items: used,
        });
      }
    }
    assert.deepEqual(found[0]?.recommendation, { kind: 'single', stages: [{ model: 'a/small', share: 1 }] });
  });

  it('takes an answer that is not there for missing: a model that was dropped early stays undecided', async () => {
    const known = (): AnswerSource => {
      const source = answers();
      return {
        costUSD: 0,
        answer: async (model, item, abort) =>
          model === 'a/small' && Number(item.id) >= 20
            ? { kind: 'missing', why: 'not in the journal' }
            : source.answer(model, item, abort),
      };
    };
    const found = await compareMethods(request, items, { answers: known, equivalence: sameText }, signal);
    assert.deepEqual(found[0]?.recommendation.kind, 'reference');
  });

  it('is empty without items', async () => {
    assert.deepEqual(await compareMethods(request, [], { answers, equivalence: sameText }, signal), []);
  });
});
