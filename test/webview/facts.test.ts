import assert from 'node:assert/strict';
import type { ProfileResult } from '../../src/core/profiling/profile.ts';
import { facts } from '../../src/webview/facts.ts';
import { batchResult, mixResult, referenceResult, singleResult } from './panelStates.ts';

function shown(result: ProfileResult): readonly string[] {
  return facts(result).map(({ label, value, detail }) => [label, value, detail ?? ''].join(' | '));
}

describe('facts', () => {
  it('facts of one model say what is saved a month and when profiling is paid back', () => {
    assert.deepEqual(shown(singleResult), [
      '1,000 calls, now | $1.12 | ',
      '1,000 calls, then | $0.39 | $0.36 to $0.42',
      'saved a month | $73.00 | at 100,000 calls',
      'profiling paid back in | 795 calls | it cost $0.58',
    ]);
    assert.deepEqual(
      facts(singleResult).map(({ good }) => good),
      [false, true, false, false],
    );
  });

  it('facts of a kept reference save nothing', () => {
    assert.deepEqual(shown(referenceResult), [
      '1,000 calls, now | $1.12 | ',
      '1,000 calls, then | $1.12 | unchanged',
      'saved a month | $0 | at 100,000 calls',
      'profiling cost | $0.58 | nothing pays it back',
    ]);
  });

  it('facts of a dataset count profiling in', () => {
    assert.deepEqual(shown(batchResult), [
      'all 1,842 rows, by the reference | $2.06 | ',
      'all 1,842 rows, this way | $1.51 | $1.43 to $1.59',
      'saved | $0.56 | profiling included',
      'profiling cost | $0.58 | 912 rows done',
    ]);
  });

  it('facts know no interval where there is none', () => {
    const [, then] = facts({ ...mixResult, savings: { ratio: 1.86, interval: undefined } });
    assert.equal(then?.detail, undefined);
  });

  it('facts bear what JSON makes of a saving without end', () => {
    const free: ProfileResult = {
      ...batchResult,
      policyPerCallUSD: 0,
      profilingUSD: 0,
      savings: { ratio: Number.POSITIVE_INFINITY, interval: undefined },
    };
    const sent = JSON.parse(JSON.stringify(free)) as ProfileResult;
    assert.deepEqual(shown(sent).slice(1, 3), [
      'all 1,842 rows, this way | $0 | ',
      'saved | $2.06 | profiling included',
    ]);
  });

  it('facts call what is dearer dearer', () => {
    const dearer = shown({ ...singleResult, policyPerCallUSD: 0.00212 });
    assert.deepEqual(dearer.slice(2), [
      'dearer a month | $100.00 | at 100,000 calls',
      'profiling cost | $0.58 | nothing pays it back',
    ]);
  });
});
