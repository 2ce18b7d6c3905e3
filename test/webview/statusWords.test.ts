import assert from 'node:assert/strict';
import type { ModelStatus, ProfileMethod, ProfileResult } from '../../src/core/profiling/profile.ts';
import { standing, stopReason, verdict } from '../../src/webview/statusWords.ts';
import { profileRequest } from '../core/profiling/profileResult.ts';

describe('standing and verdict', () => {
  const statuses: readonly ModelStatus[] = [
    'satisfies',
    'too far off',
    'open',
    'dearer',
    'unpriced',
    'failing',
    'used',
    'not needed',
  ];
  const methods: readonly ProfileMethod[] = ['certified', 'smart-mix'];

  it('standing and verdict tell every status apart in words', () => {
    assert.equal(new Set(statuses.map((status) => standing(status).words)).size, statuses.length);
    for (const method of methods)
      assert.equal(new Set(statuses.map((status) => verdict(status, method).words)).size, statuses.length, method);
  });

  it('stopReason has a sentence for each reason', () => {
    const reasons: readonly ProfileResult['stopped'][] = ['decided', 'not worth it', 'out of items', 'spending cap'];
    for (const method of methods) {
      const request = { ...profileRequest, method };
      const words = reasons.map((stopped) => stopReason({ stopped, request }));
      assert.equal(new Set(words).size, reasons.length, method);
    }
  });
});
