import assert from 'node:assert/strict';
import { decide, type Policy } from '../../../src/core/policies/cascade.ts';
import type { InputFacts, StageAnswer } from '../../../src/core/policies/signals.ts';

const reading = { labelOf: (text: string) => text, same: (one: string, other: string) => one === other };
const at = (chance: number): InputFacts => ({ chance });
const says = (model: string, text: string | null, tokenProbability?: number): StageAnswer => ({
  model,
  text,
  tokenProbability,
});

const pair: Policy = {
  kind: 'cascade',
  stages: [{ model: 'small', accept: { tokenProbability: 0.9 } }, { model: 'large' }],
};

describe('decide', () => {
  it('asks the first stage first', () => {
    assert.deepEqual(decide(pair, [], at(0), reading), { kind: 'ask', stage: 0 });
  });

  const kept: readonly (readonly [string, StageAnswer, boolean])[] = [
    ['a token probability at the threshold', says('small', 'x', 0.9), true],
    ['one above it', says('small', 'x', 0.95), true],
    ['one below it', says('small', 'x', 0.89), false],
    ['a missing one', says('small', 'x'), false],
    ['an unusable answer, however sure', says('small', null, 1), false],
  ];
  for (const [what, answer, keeps] of kept) {
    it(`${keeps ? 'keeps' : 'passes on'} ${what}`, () => {
      const decision = decide(pair, [answer], at(0.5), reading);
      assert.deepEqual([decision.kind, decision.stage], keeps ? ['keep', 0] : ['ask', 1]);
    });
  }

  it('keeps whatever the last stage says', () => {
    const answers = [says('small', 'x', 0.1), says('large', null)];
    assert.deepEqual(decide(pair, answers, at(0), reading), { kind: 'keep', stage: 1 });
  });

  it('keeps the tie share of inputs exactly at the threshold, by their chance', () => {
    const tied: Policy = {
      kind: 'cascade',
      stages: [{ model: 'small', accept: { tokenProbability: 1, tieShare: 0.4 } }, { model: 'large' }],
    };
    assert.equal(decide(tied, [says('small', 'x', 1)], at(0.39), reading).kind, 'keep');
    assert.equal(decide(tied, [says('small', 'x', 1)], at(0.4), reading).kind, 'ask');
  });

  it('never keeps a stage that is asked for its signal only, and uses the agreement with it', () => {
    const agreement: Policy = {
      kind: 'cascade',
      stages: [
        { model: 'tiny' },
        { model: 'small', accept: { score: { atLeast: 1, bias: 0, weights: { 'agrees:tiny': 1.5 } } } },
        { model: 'large' },
      ],
    };
    assert.deepEqual(decide(agreement, [says('tiny', 'x')], at(0), reading), { kind: 'ask', stage: 1 });
    const agreed = decide(agreement, [says('tiny', 'x'), says('small', 'x')], at(0), reading);
    assert.deepEqual(agreed, { kind: 'keep', stage: 1, score: 1.5 });
    assert.equal(decide(agreement, [says('tiny', 'y'), says('small', 'x')], at(0), reading).stage, 2);
  });

  it('lets a label change what certainty is worth', () => {
    const byLabel: Policy = {
      kind: 'cascade',
      stages: [
        {
          model: 'small',
          accept: {
            score: { atLeast: 2, bias: 0, weights: { certainty: 1, 'label:spam': -1, 'label certainty:spam': -0.5 } },
          },
        },
        { model: 'large' },
      ],
    };
    assert.equal(decide(byLabel, [says('small', 'ham', 0.95)], at(0), reading).kind, 'keep'); // log-odds 2.94
    assert.equal(decide(byLabel, [says('small', 'spam', 0.95)], at(0), reading).kind, 'ask'); // 2.94 - 1 - 1.47
  });

  it('skips a stage whose model is not likely to know, without asking it', () => {
    const gated: Policy = {
      kind: 'cascade',
      stages: [{ model: 'small', accept: { tokenProbability: 0.9, knows: 0.3 } }, { model: 'large' }],
    };
    const knowing = (knows: number): InputFacts => ({ chance: 0, knows: () => knows });
    assert.equal(decide(gated, [], knowing(0.29), reading).stage, 1);
    assert.equal(decide(gated, [], knowing(0.3), reading).stage, 0);
    assert.equal(decide(gated, [], at(0), reading).stage, 0);
  });

  it('sends an input of a mix where its chance falls, and keeps that answer', () => {
    const mix: Policy = {
      kind: 'mix',
      stages: [
        { model: 'small', share: 0.3 },
        { model: 'large', share: 0.7 },
      ],
    };
    assert.deepEqual(decide(mix, [], at(0.29), reading), { kind: 'ask', stage: 0 });
    assert.deepEqual(decide(mix, [], at(0.3), reading), { kind: 'ask', stage: 1 });
    assert.deepEqual(decide(mix, [says('large', 'x')], at(0.3), reading), { kind: 'keep', stage: 1 });
  });

  it('throws for a policy without stages', () => {
    assert.throws(() => decide({ kind: 'cascade', stages: [] }, [], at(0), reading), RangeError);
  });
});
