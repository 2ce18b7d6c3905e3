import assert from 'node:assert/strict';

describe('a suite with a failing test', () => {
  it('passes', () => undefined);
  it('fails', () => assert.fail('this one is meant to fail'));
});
