import assert from 'node:assert/strict';
import { createEquivalence } from '../../src/core/equivalence/createEquivalence.ts';
import type { Policy } from '../../src/core/policies/cascade.ts';
import type { RecordedItem } from '../../src/providers/recording.ts';
import { answerItem, chanceStretches } from './savingsTruth.ts';

const item: RecordedItem = {
  id: '1',
  input: 'one',
  gold: undefined,
  answers: new Map([
    ['cheap', { kind: 'answered', text: 'no', costUSD: 1, tokenProbability: 0.5 }],
    ['strong', { kind: 'answered', text: 'yes', costUSD: 10, tokenProbability: undefined }],
  ]),
};

function meanOf(policy: Policy, of: (given: ReturnType<typeof answerItem>) => number): number {
  const equivalence = createEquivalence('exact', { reason: 'asked for' });
  return chanceStretches(policy).reduce((sum, { chance, weight }) => {
    const given = answerItem(policy, item, { reference: 'strong', equivalence, facts: { chance } });
    return sum + weight * of(given);
  }, 0);
}

describe('judging a policy by the mean over chance', () => {
  it('takes a mix at exactly its shares', () => {
    const share = 0.1025;
    const mix: Policy = {
      kind: 'mix',
      stages: [
        { model: 'cheap', share },
        { model: 'strong', share: 1 - share },
      ],
    };
    assert.ok(Math.abs(meanOf(mix, ({ deviates }) => Number(deviates)) - share) < 1e-12);
    assert.ok(Math.abs(meanOf(mix, ({ costUSD }) => costUSD) - (share + 10 * (1 - share))) < 1e-12);
  });

  it('keeps exactly the share of what ties with the threshold', () => {
    const cascade: Policy = {
      kind: 'cascade',
      stages: [
        { model: 'cheap', accept: { tokenProbability: 0.5, tieShare: 0.07 }, share: 0.2 },
        { model: 'strong', share: 0.8 },
      ],
    };
    assert.ok(Math.abs(meanOf(cascade, ({ deviates }) => Number(deviates)) - 0.07) < 1e-12);
    assert.ok(Math.abs(meanOf(cascade, ({ costUSD }) => costUSD) - (1 + 10 * 0.93)) < 1e-12);
  });

  it('looks once at a policy without chance', () => {
    assert.deepEqual(chanceStretches({ kind: 'reference', stages: [{ model: 'strong' }] }), [
      { chance: 0.5, weight: 1 },
    ]);
  });
});
