import assert from 'node:assert/strict';
import { ClassCounts } from '../../../src/core/statistics/classCounts.ts';

function having(...indices: number[]) {
  return { indices: Int32Array.from(indices), values: Float64Array.from(indices, () => 1) };
}

describe('ClassCounts', () => {
  it('is the log-ratio of shares with one added', () => {
    const counts = new ClassCounts(3, 2);
    counts.add(having(0, 1), 0);
    counts.add(having(0, 2), 0);
    counts.add(having(2), 1);
    // Feature 0: 2 of 4 occurrences in class 0, none of 1 in class 1.
    assert.ok(Math.abs(counts.tellingness(0) - Math.log(3 / 5 / (1 / 2))) < 1e-12);
    // Feature 2: 1 of 4 against 1 of 1.
    assert.ok(Math.abs(counts.tellingness(2) - Math.log(1 / (2 / 5))) < 1e-12);
  });

  it('is 0 for what is spread like everything else', () => {
    const counts = new ClassCounts(2, 3);
    for (const label of [0, 1, 2]) for (let i = 0; i < 50; i++) counts.add(having(0, 1), label);
    assert.ok(counts.tellingness(0) < 0.02);
  });
});
