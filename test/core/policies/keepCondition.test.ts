import assert from 'node:assert/strict';
import type { AcceptRule } from '../../../src/core/policies/acceptRule.ts';
import { reaches, scoreOf } from '../../../src/core/policies/acceptRule.ts';
import { type KeepCondition, keepCondition } from '../../../src/core/policies/keepCondition.ts';
import { logOdds } from '../../../src/core/policies/signals.ts';

const scored = (weights: Readonly<Record<string, number>>, atLeast: number, bias = 0): AcceptRule => ({
  score: { atLeast, bias, weights },
});

/** Does the rule itself keep an answer with this certainty? */
function keeps(rule: AcceptRule, tokenProbability: number, label = 'spam'): boolean {
  const answer = { model: 'm', text: label, tokenProbability };
  const score = scoreOf(rule, [answer], { chance: 0 }, { labelOf: (text) => text });
  return reaches(rule, score, 0);
}

const nearly = (value: number, expected: number) => assert.ok(Math.abs(value - expected) < 1e-12, `${value}`);

describe('keepCondition', () => {
  const simple: readonly (readonly [string, AcceptRule | undefined, KeepCondition])[] = [
    ['no rule', undefined, { kind: 'never' }],
    ['a threshold on P(T)', { tokenProbability: 0.93 }, { kind: 'sure', atLeast: 0.93 }],
    ['a score that is always reached', scored({ certainty: 1 }, -1e6), { kind: 'always' }],
    ['a score that is never reached', scored({ certainty: 1 }, 1e6), { kind: 'never' }],
    ['a score of the bias alone, reached', scored({}, 1, 2), { kind: 'always' }],
    ['a score of the bias alone, not reached', scored({}, 3, 2), { kind: 'never' }],
  ];
  for (const [name, rule, expected] of simple) {
    it(`of ${name}`, () => assert.deepEqual(keepCondition(rule), expected));
  }

  it('turns a score of certainty alone into the probability at which it is reached', () => {
    const rule = scored({ certainty: 0.5 }, 1.7, 0.3);
    const condition = keepCondition(rule);
    assert.ok(condition.kind === 'sure');
    const { atLeast } = condition;
    nearly(logOdds(atLeast), 2.8);
    assert.deepEqual([keeps(rule, atLeast - 1e-6), keeps(rule, atLeast + 1e-6)], [false, true]);
  });

  it('has a limit for each label, which is where the rule keeps it', () => {
    const rule = scored({ certainty: 0.6, 'label:spam': 0.4, 'label certainty:spam': 0.2, 'label:ham': -0.3 }, 2);
    const condition = keepCondition(rule);
    assert.ok(condition.kind === 'sure by label');
    const { labels, otherwise } = condition;
    assert.deepEqual(
      labels.map(({ label }) => label),
      ['spam', 'ham'],
    );
    for (const { label, atLeast } of [...labels, { label: 'other', atLeast: otherwise }])
      assert.deepEqual([keeps(rule, atLeast - 1e-6, label), keeps(rule, atLeast + 1e-6, label)], [false, true], label);
  });

  it('says that a label is never kept where certainty does not help it', () => {
    const rule = scored({ certainty: 0.5, 'label certainty:spam': -0.5, 'label:spam': -1 }, 1);
    const condition = keepCondition(rule);
    assert.ok(condition.kind === 'sure by label' && (condition.labels[0]?.atLeast ?? 0) > 1);
    assert.equal(keeps(rule, 1 - 1e-9), false);
  });

  it('gives the learned probability where more than certainty and label count, or certainty counts against', () => {
    for (const weights of [{ certainty: 1, 'agrees:a/b': 2 }, { certainty: -1 }]) {
      const condition = keepCondition(scored(weights, Math.log(9)));
      assert.ok(condition.kind === 'likely the same');
      nearly(condition.atLeast, 0.9);
    }
  });

  it('passes over signals of later versions, as the score does', () => {
    const rule = scored({ certainty: 1, 'tone:angry': 5 }, 2);
    assert.deepEqual(keepCondition(rule), keepCondition(scored({ certainty: 1 }, 2)));
  });
});
