import assert from 'node:assert/strict';
import { tallyOf } from './tally.ts';

describe('the tally of npm test', () => {
  it('counts what a suite printed', () => {
    const text = '  ✔ one\n\n  12 passing (3s)\n  2 pending\n  1 failing\n\n  1) two\n';
    assert.deepEqual(tallyOf({ code: 1, text }), { passed: 12, failed: 1, skipped: 2 });
  });

  it('counts a runner that died as failed, whatever it printed before', () => {
    assert.deepEqual(tallyOf({ code: 2, text: '  12 passing (3s)\n' }), { passed: 12, failed: 1, skipped: 0 });
    assert.equal(tallyOf({ code: null, text: '' }).failed, 1);
  });

  it('counts a runner that found nothing to run as failed', () => {
    assert.equal(tallyOf({ code: 0, text: '  0 passing (1ms)\n' }).failed, 1);
  });

  it('does not count skipped suites as failed', () => {
    assert.deepEqual(tallyOf({ code: 0, text: '  0 passing (0s)\n  9 pending\n' }), {
      passed: 0,
      failed: 0,
      skipped: 9,
    });
  });
});
