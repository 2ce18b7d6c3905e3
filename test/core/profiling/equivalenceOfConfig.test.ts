import assert from 'node:assert/strict';
import { JsonFieldError } from '../../../src/core/equivalence/jsonField.ts';
import { equivalenceOfConfig } from '../../../src/core/profiling/equivalenceOfConfig.ts';
import type { RoutingConfig } from '../../../src/core/routing/routingConfig.ts';
import { routingConfigFor } from '../../support/routingConfigFor.ts';

type Compared = RoutingConfig['evidence']['equivalence'];

const configWith = (equivalence: Omit<Compared, 'reason'>): RoutingConfig => {
  const { evidence } = routingConfigFor();
  return routingConfigFor({ evidence: { ...evidence, equivalence: { reason: 'asked for', ...equivalence } } });
};
const never = new AbortController().signal;

describe('equivalenceOfConfig', () => {
  const cases: readonly (readonly [Omit<Compared, 'reason'>, same: [string, string], other: [string, string]])[] = [
    [{ name: 'exact' }, ['a', 'a'], ['a', 'A']],
    [{ name: 'label', labels: ['spam', 'ham'] }, ['It is spam.', 'Spam'], ['spam', 'ham']],
    [{ name: 'numeric' }, ['about 10', '10.0'], ['10', '10.1']],
    [{ name: 'numeric', tolerance: { relative: 0.02 } }, ['10', '10.1'], ['10', '11']],
    [{ name: 'json' }, ['{"a":1,"b":2}', '{"b":2,"a":1}'], ['{"a":1,"b":2}', '{"a":1,"b":3}']],
    [
      {
        name: 'json',
        fields: [
          { pointer: '/b', rule: 'ignore' },
          { pointer: '/a', rule: 'numeric' },
        ],
      },
      ['{"a":1,"b":2}', '{"a":1.0,"b":3}'],
      ['{"a":1,"b":2}', '{"a":2,"b":2}'],
    ],
  ];
  for (const [equivalence, same, other] of cases) {
    it(`compares as the profile did: ${JSON.stringify(equivalence)}`, async () => {
      const rule = equivalenceOfConfig(configWith(equivalence));
      assert.equal(rule.name, equivalence.name);
      assert.equal(await rule.equivalent(...same, never), true);
      assert.equal(await rule.equivalent(...other, never), false);
    });
  }

  it('asks the judge that the config names', async () => {
    const asked: string[] = [];
    const rule = equivalenceOfConfig(configWith({ name: 'judge', judge: 'openai/judge' }), async (messages) => {
      asked.push(messages.map(({ content }) => content).join(' '));
      return undefined;
    });
    assert.equal(await rule.equivalent('yes', 'no', never), undefined);
    assert.ok(asked.length > 0 && asked[0]?.includes('yes'));
  });

  it('refuses what it does not know, and a field that is written wrongly', () => {
    assert.throws(() => equivalenceOfConfig(configWith({ name: 'vibes' })), RangeError);
    assert.throws(
      () => equivalenceOfConfig(configWith({ name: 'json', fields: [{ pointer: 'a', rule: 'label' }] })),
      JsonFieldError,
    );
  });
});
