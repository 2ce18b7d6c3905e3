import assert from 'node:assert/strict';
import { SpendingCapError } from '../../../src/core/calls/spendingCapError.ts';
import type { AnswerSource, Outcome } from '../../../src/core/profiling/answerSource.ts';
import { measureSelfDeviation } from '../../../src/core/profiling/selfDeviation.ts';
import { coinFlipItems, sameText } from '../../support/coinFlipSource.ts';

const signal = new AbortController().signal;
const answered = (text: string | null): Outcome => ({
  kind: 'answered',
  text,
  costUSD: 1,
  tokenProbability: undefined,
});
const missing: Outcome = { kind: 'missing', why: 'it was not there' };

/** First and second answer by item; an error is thrown. */
function sourceOf(pairs: readonly (readonly [Outcome, Outcome | Error])[]): AnswerSource {
  return {
    costUSD: 0,
    answer: async (_, { id }) => pairs[Number(id)]![0],
    async answerAgain(_, { id }) {
      const second = pairs[Number(id)]![1];
      if (second instanceof Error) throw second;
      return second;
    },
  };
}

const measured = (pairs: readonly (readonly [Outcome, Outcome | Error])[]) =>
  measureSelfDeviation('a/r', coinFlipItems(pairs.length), { source: sourceOf(pairs), equivalence: sameText }, signal);

describe('measureSelfDeviation', () => {
  it('counts the items on which the two answers differ', async () => {
    const found = await measured([
      [answered('x'), answered('x')],
      [answered('x'), answered('y')],
      [answered('x'), answered(null)],
    ]);
    assert.deepEqual(found, { items: 3, deviations: 2 });
  });

  it('counts a failed call neither way', async () => {
    const found = await measured([
      [answered('x'), missing],
      [missing, answered('x')],
      [answered('x'), answered('x')],
    ]);
    assert.deepEqual(found, { items: 1, deviations: 0 });
  });

  it('makes do at the spending cap with what there is', async () => {
    const cap = new SpendingCapError({ capUSD: 1, spentUSD: 1, neededUSD: 1 });
    assert.deepEqual(
      await measured([
        [answered('x'), answered('y')],
        [answered('x'), cap],
      ]),
      { items: 1, deviations: 1 },
    );
    assert.equal(await measured([[answered('x'), cap]]), undefined);
  });

  it('passes on what no other item can mend', async () => {
    await assert.rejects(measured([[answered('x'), new RangeError('wrong key')]]), /wrong key/);
  });

  it('says nothing where nobody can be asked again, and asks nothing', async () => {
    const source: AnswerSource = { costUSD: 0, answer: () => assert.fail('asked') };
    const found = await measureSelfDeviation('a/r', coinFlipItems(3), { source, equivalence: sameText }, signal);
    assert.equal(found, undefined);
  });
});
