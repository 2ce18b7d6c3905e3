import assert from 'node:assert/strict';
import { bestSoFar } from '../../../src/core/profiling/bestSoFar.ts';
import { ModelEvidence } from '../../../src/core/profiling/evidence.ts';
import type { ModelStatus } from '../../../src/core/profiling/profile.ts';

function evidenceOf(model: string, costsUSD: readonly number[]): ModelEvidence {
  const evidence = new ModelEvidence(model);
  for (const [item, costUSD] of costsUSD.entries())
    evidence.addAnswer(item, { costUSD, deviates: false, correct: undefined });
  return evidence;
}

describe('bestSoFar', () => {
  const ledger = {
    reference: evidenceOf('big', [4, 5, 3, 4]),
    candidates: [
      evidenceOf('cheapest', [0.5, 0.5, 0.5, 0.5]),
      evidenceOf('a', [2, 3, 1, 2]),
      evidenceOf('b', [3, 3, 3, 3]),
    ],
    asked: 4,
    costUSD: 20,
  };
  const of = (satisfying: readonly string[]) =>
    bestSoFar({ scope: 'stream', rows: 10, volume: 100 }, ledger, {
      statusOf: ({ model }): ModelStatus => (satisfying.includes(model) ? 'satisfies' : 'open'),
    });

  it('is the cheapest that is good enough, with its interval', () => {
    const best = of(['b', 'a']);
    assert.equal(best?.model, 'a');
    assert.equal(best.savings.ratio, 2);
    const { lower = Number.NaN, upper = Number.NaN } = best.savings.interval ?? {};
    assert.ok(1 < lower && lower < 2 && 2 < upper, `${lower} to ${upper}`);
  });

  it('is none while none is', () => assert.equal(of([]), undefined));
});
