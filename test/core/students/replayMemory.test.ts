import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { denseVector } from '../../../src/core/statistics/sparseVector.ts';
import { ReplayMemory } from '../../../src/core/students/replayMemory.ts';

function item(label: number, features: number) {
  return { label, input: { text: denseVector(new Float64Array(features)), embedding: undefined } };
}

describe('ReplayMemory', () => {
  it('lets the oldest go when it holds too many features', () => {
    const memory = new ReplayMemory(10);
    for (let label = 0; label < 100; label++) memory.add(item(label, 3));
    assert.equal(memory.size, 3);
    assert.deepEqual(
      memory.newest(5).map(({ label }) => label),
      [97, 98, 99],
    );
    const random = createRandom(1);
    const drawn = new Set(Array.from({ length: 50 }, () => memory.draw(random).label));
    assert.deepEqual(drawn, new Set([97, 98, 99]));
  });

  it('keeps one item however large', () => {
    const memory = new ReplayMemory(10);
    memory.add(item(1, 5));
    memory.add(item(2, 50));
    assert.deepEqual(
      memory.newest(2).map(({ label }) => label),
      [2],
    );
  });

  it('has nothing to draw while it is empty', () => {
    assert.throws(() => new ReplayMemory(10).draw(createRandom(1)), RangeError);
  });
});
