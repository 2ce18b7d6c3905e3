import assert from 'node:assert/strict';
import { stirlingError } from '../../../src/core/statistics/stirlingError.ts';
import golden from '../../oracles/certificates.json' with { type: 'json' };

describe('stirlingError', () => {
  it(`is within 1e-14 of ${golden.stirlingError.length} golden values`, () => {
    for (const { z, error } of golden.stirlingError) {
      const found = stirlingError(z);
      assert.ok(Math.abs(found - Number(error)) <= 1e-14, `${z}: ${found}, not ${error}`);
    }
  });

  it('goes over from gammaln to the series without a step', () => {
    const below = stirlingError(16 - 1e-9);
    assert.ok(Math.abs(below - stirlingError(16)) <= 1e-11);
  });

  for (const z of [0, -1, Number.NaN]) {
    it(`refuses ${z}`, () => assert.throws(() => stirlingError(z), RangeError));
  }
});
