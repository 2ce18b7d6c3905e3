import assert from 'node:assert/strict';
import {
  hypergeometricLowerTail,
  hypergeometricProbabilities,
  lastWhere,
  logHypergeometricProbability,
  markedPValue,
  markedUpperBound,
  type Urn,
} from '../../../src/core/statistics/hypergeometric.ts';
import golden from '../../oracles/certificates.json' with { type: 'json' };
import { assertRelative } from '../../support/assertRelative.ts';
import { drawProbability } from '../../support/choose.ts';

/** Every urn with so many items. */
function urnsOf(population: number): Urn[] {
  const all = Array.from({ length: population + 1 }, (_, count) => count);
  return all.flatMap((marked) => all.map((drawn) => ({ population, marked, drawn })));
}

const smallUrns = [0, 1, 2, 5, 9].flatMap(urnsOf);

function summedTail(most: number, urn: Urn): number {
  let sum = 0;
  for (let count = 0; count <= most; count++) sum += drawProbability(count, urn);
  return sum;
}

describe('logHypergeometricProbability', () => {
  it(`is within a relative 1e-13 of ${golden.hypergeometric.length} golden values, up to a population of 1,000,000`, () => {
    for (const { count, probability, ...urn } of golden.hypergeometric) {
      const found = Math.exp(logHypergeometricProbability(count, urn));
      assertRelative(found, Number(probability), 1e-13, JSON.stringify({ count, ...urn }));
    }
  });

  it('agrees with the definition for every urn of up to 9 items', () => {
    for (const urn of smallUrns) {
      for (let count = 0; count <= urn.population; count++) {
        const found = Math.exp(logHypergeometricProbability(count, urn));
        assertRelative(found, drawProbability(count, urn), 1e-13, JSON.stringify({ count, ...urn }));
      }
    }
  });
});

describe('hypergeometricProbabilities', () => {
  it('lists the probabilities up to a count', () => {
    for (const urn of [...smallUrns, { population: 3000, marked: 151, drawn: 700 }]) {
      for (const most of [0, 1, 4, urn.population]) {
        const found = hypergeometricProbabilities(most, urn);
        assert.ok(found.length <= most + 1);
        for (let count = 0; count <= most; count++) {
          const expected = Math.exp(logHypergeometricProbability(count, urn));
          assertRelative(found[count] ?? 0, expected, 1e-11, JSON.stringify({ count, most, ...urn }));
        }
      }
    }
  });
});

describe('hypergeometricLowerTail', () => {
  it(`is within a relative 1e-13 of ${golden.hypergeometric.length} golden values, up to a population of 1,000,000`, () => {
    for (const { count, lowerTail, ...urn } of golden.hypergeometric)
      assertRelative(hypergeometricLowerTail(count, urn), Number(lowerTail), 1e-13, JSON.stringify({ count, ...urn }));
  });

  it('agrees with the definition for every urn of up to 9 items', () => {
    for (const urn of smallUrns) {
      for (let most = -1; most <= urn.population + 1; most++) {
        const found = hypergeometricLowerTail(most, urn);
        assert.ok(Math.abs(found - summedTail(most, urn)) <= 1e-13, JSON.stringify({ most, ...urn }));
      }
    }
  });

  for (const urn of [
    { population: -1, marked: 0, drawn: 0 },
    { population: 5, marked: 6, drawn: 1 },
    { population: 5, marked: 1, drawn: 6 },
    { population: 5.5, marked: 1, drawn: 1 },
    { population: Number.NaN, marked: 1, drawn: 1 },
  ]) {
    it(`refuses ${JSON.stringify(urn)}`, () => assert.throws(() => hypergeometricLowerTail(0, urn), RangeError));
  }
});

describe('markedPValue', () => {
  it('is the worst tail over every number of marked items above the limit', () => {
    for (const { population, marked: limit, drawn } of smallUrns) {
      for (let marked = 0; marked <= drawn; marked++) {
        let worst = 0;
        for (let total = limit + 1; total <= population; total++)
          worst = Math.max(worst, summedTail(marked, { population, marked: total, drawn }));
        const found = markedPValue({ population, drawn, marked }, limit);
        assert.ok(Math.abs(found - worst) <= 1e-13, JSON.stringify({ population, drawn, marked, limit }));
      }
    }
  });

  it('is 0 where the population holds no more than the limit', () => {
    assert.equal(markedPValue({ population: 10, drawn: 0, marked: 0 }, 10), 0);
    assert.equal(markedPValue({ population: 10, drawn: 0, marked: 0 }, 9), 1);
  });

  it('refuses a sample that does not fit, and a limit below 0', () => {
    assert.throws(() => markedPValue({ population: 10, drawn: 5, marked: 6 }, 3), RangeError);
    assert.throws(() => markedPValue({ population: 10, drawn: 11, marked: 6 }, 3), RangeError);
    assert.throws(() => markedPValue({ population: 10, drawn: 5, marked: 2 }, -1), RangeError);
  });
});

describe('markedUpperBound', () => {
  it('is the most that the sample does not contradict, for every sample of up to 9 items', () => {
    for (const { population, marked, drawn } of smallUrns) {
      if (marked > drawn) continue;
      // Levels that no tail of small whole numbers equals.
      for (const alpha of [Math.SQRT1_2 / 2, Math.SQRT1_2 / 10]) {
        let expected = marked;
        for (let total = marked; total <= population; total++)
          if (summedTail(marked, { population, marked: total, drawn }) > alpha) expected = total;
        const facts = JSON.stringify({ population, drawn, marked, alpha });
        assert.equal(markedUpperBound({ population, drawn, marked }, alpha), expected, facts);
      }
    }
  });

  it('is below the true number with probability at most alpha', () => {
    for (const urn of urnsOf(30).filter(({ drawn }) => drawn % 7 === 3)) {
      let missed = 0;
      for (let marked = 0; marked <= Math.min(urn.marked, urn.drawn); marked++)
        if (markedUpperBound({ ...urn, marked }, 0.1) < urn.marked) missed += drawProbability(marked, urn);
      assert.ok(missed <= 0.1 + 1e-12, `${JSON.stringify(urn)}: ${missed}`);
    }
  });

  it('turns where the tail does in a population of 1,000,000', () => {
    for (const [drawn, marked] of [
      [1000, 0],
      [1000, 30],
      [100_000, 4800],
      [900_000, 45_000],
    ] as const) {
      const sample = { population: 1_000_000, drawn, marked };
      const bound = markedUpperBound(sample, 0.05);
      assert.ok(markedPValue(sample, bound - 1) > 0.05);
      assert.ok(markedPValue(sample, bound) <= 0.05);
    }
  });

  it('is all not drawn and what was found when nothing is known, and exact when all are drawn', () => {
    assert.equal(markedUpperBound({ population: 50, drawn: 0, marked: 0 }, 0.05), 50);
    assert.equal(markedUpperBound({ population: 50, drawn: 50, marked: 7 }, 0.05), 7);
  });

  for (const alpha of [0, 1, Number.NaN]) {
    it(`refuses alpha ${alpha}`, () => {
      assert.throws(() => markedUpperBound({ population: 5, drawn: 1, marked: 0 }, alpha), RangeError);
    });
  }
});

describe('lastWhere', () => {
  it('finds the last value that holds, also at the ends', () => {
    for (let turn = -1; turn <= 9; turn++)
      assert.equal(
        lastWhere(-1, 9, (value) => value <= turn),
        turn,
      );
  });
});
