import assert from 'node:assert/strict';
import type { ModelStatus, ProfileResult } from '../../src/core/profiling/profile.ts';
import { standing, stopReason, verdict } from '../../src/webview/statusWords.ts';

describe('standing and verdict', () => {
  const statuses: readonly ModelStatus[] = ['satisfies', 'too far off', 'open', 'dearer', 'unpriced', 'failing'];

  it('standing and verdict tell every status apart in words', () => {
    assert.equal(new Set(statuses.map((status) => standing(status).words)).size, statuses.length);
    assert.equal(new Set(statuses.map((status) => verdict(status).words)).size, statuses.length);
  });

  it('stopReason has a sentence for each reason', () => {
    const reasons: readonly ProfileResult['stopped'][] = ['decided', 'not worth it', 'out of items', 'spending cap'];
    assert.equal(new Set(reasons.map(stopReason)).size, reasons.length);
  });
});
