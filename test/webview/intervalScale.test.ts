import assert from 'node:assert/strict';
import type { ModelReport } from '../../src/core/profiling/profile.ts';
import { intervalScale, place } from '../../src/webview/intervalScale.ts';
import { reports } from './panelStates.ts';

const [sample] = reports;

function differing(upper: number, status: ModelReport['status'], items = 100): ModelReport {
  return { ...sample!, status, items, deviationInterval: { lower: upper / 2, upper } };
}

describe('intervalScale', () => {
  const cases: readonly [string, readonly ModelReport[], number, number][] = [
    ['shows the limit where nothing is known', [], 0.05, 0.08],
    ['does not mind models never compared', [differing(1, 'open', 0)], 0.05, 0.08],
    ['shows open intervals whole', [differing(0.31, 'open')], 0.05, 0.4],
    ['cuts off what is too far off', [differing(0.9, 'too far off'), differing(0.03, 'satisfies')], 0.05, 0.4],
    ['reaches to all inputs', [differing(1, 'open')], 0.05, 1],
    ['reaches to all inputs for a limit near them', [], 0.9, 1],
    ['is fine for fine limits', [], 0.001, 0.004],
  ];
  for (const [does, models, delta, max] of cases) {
    it(`intervalScale ${does}`, () => {
      assert.equal(intervalScale(models, delta).max, max);
    });
  }

  it('intervalScale has five ticks from 0 to its end', () => {
    assert.deepEqual(intervalScale([], 0.05).ticks, [0, 0.02, 0.04, 0.06, 0.08]);
  });
});

describe('place', () => {
  it('place is in per cent of the axis and ends with it', () => {
    const scale = { max: 0.4, ticks: [] };
    assert.deepEqual(
      [0, 0.05, 0.4, 0.7].map((share) => place(share, scale)),
      [0, 12.5, 100, 100],
    );
  });
});
