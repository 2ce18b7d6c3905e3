import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { packRows, unpackRows } from '../../../src/core/students/packedRows.ts';

const columns = 3;
const rows = 1000;
const random = createRandom(4);
const weights = Float32Array.from({ length: rows * columns }, (_, i) =>
  i % 7 === 0 ? 0 : (random.uniform() - 0.5) * (i % 5 === 0 ? 1 : 0.2),
);

describe('packRows', () => {
  it('keeps each weight within half a step of its scale, and the last row exactly', () => {
    const found = unpackRows(packRows(weights, columns, 100_000), rows, columns);
    const step = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
    weights.forEach((weight, i) => {
      assert.ok(Math.abs(weight - found[i]!) <= (i >= (rows - 1) * columns ? 0 : step / 2 + 1e-6));
    });
  });

  it('leaves out the smallest rows where there is no room', () => {
    const packed = packRows(weights, columns, 2000);
    assert.ok(packed.length <= (2000 * 4) / 3 + 40, `${packed.length}`);
    const found = unpackRows(packed, rows, columns);
    const peak = (of: Float32Array, row: number) =>
      Math.max(...of.subarray(row * columns, (row + 1) * columns).map(Math.abs));
    const all = Array.from({ length: rows - 1 }, (_, row) => row);
    const kept = all.filter((row) => peak(found, row) > 0).map((row) => peak(weights, row));
    const dropped = all.filter((row) => peak(found, row) === 0).map((row) => peak(weights, row));
    assert.ok(kept.length > 300 && Math.min(...kept) >= Math.max(...dropped));
  });

  it('can keep nothing but zeros', () => {
    const zeros = new Float32Array(rows * columns);
    assert.deepEqual(unpackRows(packRows(zeros, columns, 1000), rows, columns), zeros);
  });
});
