import assert from 'node:assert/strict';
import type { SheetRow } from '../../../../src/core/profiling/certified/answerSheet.ts';
import { type Chain, withKnows, withoutKnows } from '../../../../src/core/profiling/certified/chain.ts';
import { acceptRuleOf, FittedScores } from '../../../../src/core/profiling/certified/chainScores.ts';
import { keepPath, meanCostAt } from '../../../../src/core/profiling/certified/keepPath.ts';
import { walkPolicy } from '../../../../src/core/profiling/certified/policyWalk.ts';
import { SignalTable } from '../../../../src/core/profiling/certified/signalTable.ts';
import { createRandom } from '../../../../src/core/random.ts';
import { sheetRow } from '../../../support/sheetRow.ts';

const plain: Chain = {
  stages: [
    { model: 'tiny', signals: undefined },
    { model: 'small', signals: [{ kind: 'certainty' }] },
  ],
  caution: 1,
};

describe('Chains with P(IK)', () => {
  it('judge the answers of models whose P(IK) is known, and of no others', () => {
    const chain = withKnows(plain, new Set(['small', 'tiny']));
    assert.deepEqual(chain?.stages[1]?.signals, [{ kind: 'certainty' }, { kind: 'knows' }]);
    assert.equal(chain?.stages[0]?.signals, undefined);
    assert.equal(withKnows(plain, new Set(['tiny'])), undefined);
    assert.deepEqual(chain && withoutKnows(chain), plain);
  });

  it('have a path that passes the last model over just where the policy does', () => {
    const random = createRandom(6);
    const rows = Array.from({ length: 80 }, (_, place): SheetRow => {
      const row = sheetRow(place, `text ${place}`, false);
      const knows = random.uniform();
      return { ...row, facts: { ...row.facts, knows: () => knows } };
    });
    const signals = [{ kind: 'knows' } as const];
    const chain: Chain = { stages: [{ model: 'small', signals }], caution: 1, skipsBelow: 0.3 };
    const fit = { bias: 0.2, weights: Float64Array.of(0.7) };
    const reading = {};
    const scores = new FittedScores(chain, [fit], new SignalTable(reading));
    const ways = new Set<string>();
    for (const depth of [-1, -0.4, 0, 0.1, 5]) {
      const accept = acceptRuleOf(signals, fit, { atLeast: -depth, knows: chain.skipsBelow });
      const policy = { kind: 'cascade' as const, stages: [{ model: 'small', accept }, { model: 'large' }] };
      for (const row of rows) {
        const path = keepPath(chain, [row], scores.of([row]), () => 10);
        const walk = walkPolicy(policy, row, reading);
        assert.equal(meanCostAt(path, { depth, chance: 1 }), walk.costUSD + (walk.keptFrom ? 0 : 10));
        ways.add(`${walk.keptFrom} ${walk.costUSD}`);
      }
    }
    assert.deepEqual([...ways].sort(), ['small 1', 'undefined 0', 'undefined 1']);
  });
});
