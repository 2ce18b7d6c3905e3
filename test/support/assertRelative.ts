import assert from 'node:assert/strict';

/** Within `tolerance` of the expected value, relatively; `facts` says of what. */
export function assertRelative(actual: number, expected: number, tolerance: number, facts: string): void {
  const near = actual === expected || Math.abs(actual - expected) <= tolerance * Math.abs(expected);
  assert.ok(near, `${facts}: ${actual}, not ${expected}`);
}
