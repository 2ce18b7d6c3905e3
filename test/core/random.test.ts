import assert from 'node:assert/strict';
import { createRandom, shuffled } from '../../src/core/random.ts';
import golden from '../oracles/mersenneTwister.json' with { type: 'json' };

describe('createRandom', () => {
  for (const { seed, uniforms, integers } of golden.seeds) {
    it(`draws the Mersenne Twister's own numbers for seed ${seed}`, () => {
      const random = createRandom(seed);
      assert.deepEqual(
        uniforms.map(() => random.uniform()),
        uniforms,
      );
      for (const { below, drawn } of integers) {
        const fresh = createRandom(seed);
        assert.deepEqual(
          drawn.map(() => fresh.integer(below)),
          drawn,
          `integer(${below})`,
        );
      }
    });
  }

  it('gives different draws for neighbouring seeds', () => {
    const firsts = Array.from({ length: 1000 }, (_, seed) => createRandom(seed).uniform());
    assert.equal(new Set(firsts).size, firsts.length);
  });

  for (const seed of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    it(`refuses the seed ${seed}`, () => {
      assert.throws(() => createRandom(seed), RangeError);
    });
  }
});

describe('Random.uniform', () => {
  it('fills ten bins evenly, with draws that do not depend on the one before', () => {
    const random = createRandom(7);
    const bins = Array.from({ length: 10 }, () => 0);
    const pairs = Array.from({ length: 100 }, () => 0);
    let previous = Math.floor(10 * random.uniform());
    for (let draw = 0; draw < 100_000; draw++) {
      const value = random.uniform();
      assert.ok(0 <= value && value < 1);
      const bin = Math.floor(10 * value);
      bins[bin]!++;
      pairs[10 * previous + bin]!++;
      previous = bin;
    }
    assert.ok(chiSquare(bins) < chiSquareLimit(9), `bins ${bins.join(' ')}`);
    assert.ok(chiSquare(pairs) < chiSquareLimit(99), `pairs ${pairs.join(' ')}`);
  });
});

describe('Random.integer', () => {
  for (const below of [3, 10, 100] as const) {
    it(`is uniform below ${below}`, () => {
      const random = createRandom(11);
      const seen = Array.from({ length: below }, () => 0);
      for (let draw = 0; draw < 20_000; draw++) seen[random.integer(below)]!++;
      assert.ok(chiSquare(seen) < chiSquareLimit(below - 1), seen.join(' '));
    });
  }

  it('reaches beyond 32 bits', () => {
    const random = createRandom(3);
    const drawn = Array.from({ length: 200 }, () => random.integer(Number.MAX_SAFE_INTEGER));
    assert.ok(drawn.every((value) => Number.isSafeInteger(value) && 0 <= value && value < Number.MAX_SAFE_INTEGER));
    const upperHalf = drawn.filter((value) => value >= Number.MAX_SAFE_INTEGER / 2).length;
    assert.ok(60 < upperHalf && upperHalf < 140, `${upperHalf} of 200 in the upper half`);
  });

  for (const below of [0, -1, 1.5, Number.NaN, 2 ** 53]) {
    it(`refuses below = ${below}`, () => {
      assert.throws(() => createRandom(1).integer(below), RangeError);
    });
  }
});

describe('shuffled', () => {
  it('gives a permutation and leaves its argument alone', () => {
    for (const size of [0, 1, 2, 10, 1000]) {
      const items = Array.from({ length: size }, (_, index) => index);
      const result = shuffled(items, createRandom(size));
      assert.deepEqual(
        items,
        Array.from({ length: size }, (_, index) => index),
      );
      assert.deepEqual(
        [...result].sort((a, b) => a - b),
        items,
      );
    }
  });

  it('repeats itself for the same seed and not for another', () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    assert.deepEqual(shuffled(items, createRandom(5)), shuffled(items, createRandom(5)));
    assert.notDeepEqual(shuffled(items, createRandom(5)), shuffled(items, createRandom(6)));
  });

  it('puts ten items in the order that the generator asks for', () => {
    const items = Array.from({ length: 10 }, (_, index) => index);
    for (const { seed, order } of golden.seeds) assert.deepEqual(shuffled(items, createRandom(seed)), order);
  });

  it('gives all 24 orders of four items equally often', () => {
    const random = createRandom(13);
    const seen = new Map<string, number>();
    for (let round = 0; round < 24_000; round++) {
      const order = shuffled(['a', 'b', 'c', 'd'], random).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    assert.equal(seen.size, 24);
    assert.ok(chiSquare([...seen.values()]) < chiSquareLimit(23));
  });
});

/** Upper 0.1 % points of the chi-square distribution (scipy's chi2.isf, five digits). */
function chiSquareLimit(degreesOfFreedom: number): number {
  const limit = { 2: 13.816, 9: 27.877, 23: 49.728, 99: 148.23 }[degreesOfFreedom];
  if (limit === undefined) throw new RangeError(`no limit noted for ${degreesOfFreedom} degrees of freedom`);
  return limit;
}

function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
