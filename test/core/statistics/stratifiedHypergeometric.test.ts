import assert from 'node:assert/strict';
import { createRandom } from '../../../src/core/random.ts';
import { markedPValue, type Sample } from '../../../src/core/statistics/hypergeometric.ts';
import { unsampledPValue } from '../../../src/core/statistics/stratifiedHypergeometric.ts';
import { assertRelative } from '../../support/assertRelative.ts';
import { drawProbability } from '../../support/choose.ts';

interface Stratum {
  readonly population: number;
  readonly drawn: number;
}

const designs: readonly (readonly Stratum[])[] = [
  [{ population: 6, drawn: 2 }],
  [
    { population: 5, drawn: 3 },
    { population: 6, drawn: 2 },
  ],
  [
    { population: 4, drawn: 4 },
    { population: 6, drawn: 3 },
  ],
  [
    { population: 4, drawn: 0 },
    { population: 7, drawn: 3 },
  ],
  // Equal weights: many equal totals.
  [
    { population: 6, drawn: 3 },
    { population: 4, drawn: 2 },
  ],
  // Weights 7/3 and 7/2, whose sums do not come out even in binary.
  [
    { population: 7, drawn: 3 },
    { population: 7, drawn: 2 },
  ],
  [
    { population: 3, drawn: 1 },
    { population: 4, drawn: 2 },
    { population: 3, drawn: 2 },
  ],
];

/** All whole vectors between 0 and `most`. */
function vectors(most: readonly number[]): number[][] {
  return most.reduce<number[][]>(
    (found, end) => found.flatMap((start) => Array.from({ length: end + 1 }, (_, value) => [...start, value])),
    [[]],
  );
}

/** Every sample a design can give under the marked numbers D, with its probability. */
function outcomes(design: readonly Stratum[], marked: readonly number[]): { counts: number[]; probability: number }[] {
  return vectors(design.map(({ drawn }) => drawn))
    .map((counts) => ({
      counts,
      probability: design.reduce(
        (product, stratum, place) => product * drawProbability(counts[place]!, { ...stratum, marked: marked[place]! }),
        1,
      ),
    }))
    .filter(({ probability }) => probability > 0);
}

/** T in whole numbers: times the product of all drawn. */
function statistic(design: readonly Stratum[], counts: readonly number[]): number {
  const scale = design.reduce((product, { drawn }) => product * Math.max(1, drawn), 1);
  return design.reduce(
    (sum, { population, drawn }, place) => sum + (drawn === 0 ? 0 : counts[place]! * population * (scale / drawn)),
    0,
  );
}

/** From the definition: the worst tail over ALL marked numbers that agree with the sample and leave more than `limit`. */
function worstTail(design: readonly Stratum[], counts: readonly number[], limit: number): number {
  const observed = statistic(design, counts);
  let worst = 0;
  for (const left of vectors(design.map(({ population, drawn }) => population - drawn))) {
    if (left.reduce((a, b) => a + b, 0) <= limit) continue;
    const marked = left.map((count, place) => count + counts[place]!);
    let tail = 0;
    for (const outcome of outcomes(design, marked))
      if (statistic(design, outcome.counts) <= observed) tail += outcome.probability;
    worst = Math.max(worst, tail);
  }
  return worst;
}

function samplesOf(design: readonly Stratum[], counts: readonly number[]): Sample[] {
  return design.map((stratum, place) => ({ ...stratum, marked: counts[place]! }));
}

describe('unsampledPValue', () => {
  for (const design of designs) {
    const name = design.map(({ population, drawn }) => `${drawn} of ${population}`).join(', ');
    const most = design.reduce((sum, { population, drawn }) => sum + population - drawn, 0);
    const samples = vectors(design.map(({ drawn }) => drawn));

    it(`is the worst tail, by enumeration, for ${name}`, () => {
      for (const counts of samples) {
        for (let limit = 0; limit <= most; limit++) {
          const found = unsampledPValue(samplesOf(design, counts), limit);
          const worst = worstTail(design, counts, limit);
          assert.ok(
            Math.abs(found - worst) <= 1e-12,
            `${String(counts)} found, limit ${limit}: ${found}, not ${worst}`,
          );
        }
      }
    });

    it(`keeps its promise under every number of marked items, for ${name}`, () => {
      for (let limit = 0; limit < most; limit++) {
        const valueAt = new Map(
          samples.map((counts) => [String(counts), unsampledPValue(samplesOf(design, counts), limit)]),
        );
        for (const marked of vectors(design.map(({ population }) => population))) {
          const total = marked.reduce((a, b) => a + b, 0);
          const wrong = outcomes(design, marked)
            .filter(({ counts }) => total - counts.reduce((a, b) => a + b, 0) > limit)
            .map(({ counts, probability }) => ({ value: valueAt.get(String(counts))!, probability }))
            .sort((a, b) => a.value - b.value);
          let probability = 0;
          for (const outcome of wrong) {
            probability += outcome.probability;
            // After a tie's last member this is P(R > limit and p <= value); before, it is less.
            assert.ok(probability <= outcome.value + 1e-12, `${String(marked)} marked, limit ${limit}: ${probability}`);
          }
        }
      }
    });
  }

  it('is the hypergeometric tail with one stratum, the found items being put right', () => {
    for (const [population, drawn, marked, limit] of [
      [3000, 700, 20, 100],
      [1_000_000, 100_000, 4000, 45_000],
      [50, 0, 0, 3],
    ] as const) {
      const sample = { population, drawn, marked };
      assertRelative(unsampledPValue([sample], limit), markedPValue(sample, limit + marked), 1e-11, `${population}`);
    }
  });

  it('does not depend on the order of the strata', () => {
    const strata = [
      { population: 1000, drawn: 500, marked: 20 },
      { population: 1500, drawn: 200, marked: 3 },
      { population: 300, drawn: 30, marked: 1 },
    ];
    assertRelative(unsampledPValue(strata, 20), unsampledPValue(strata.toReversed(), 20), 1e-12, 'reversed');
  });

  it('grows with every marked item found and falls as the limit grows', () => {
    const random = createRandom(11);
    for (let round = 0; round < 30; round++) {
      const strata = Array.from({ length: 2 }, () => {
        const population = 20 + random.integer(400);
        const drawn = 1 + random.integer(population - 1);
        return { population, drawn, marked: random.integer(Math.min(drawn, 12)) };
      });
      const limit = random.integer(60);
      const value = unsampledPValue(strata, limit);
      const facts = `${JSON.stringify(strata)}, limit ${limit}: ${value}`;
      assert.ok(0 <= value && value <= 1, facts);
      assert.ok(unsampledPValue(strata, limit + 1) <= value * (1 + 1e-12), facts);
      for (const [place, sample] of strata.entries()) {
        const more = strata.with(place, { ...sample, marked: sample.marked + 1 });
        assert.ok(unsampledPValue(more, limit) >= value * (1 - 1e-12), facts);
      }
    }
  });

  it('passes over no split in a population of thousands', () => {
    const strata = [
      { population: 1000, drawn: 400, marked: 14 },
      { population: 2000, drawn: 150, marked: 3 },
    ];
    const limit = 99;
    // Every split's tail, straight from the definition.
    let worst = 0;
    for (let first = 0; first <= limit + 1; first++) {
      let tail = 0;
      const observed = 14 * 2.5 + (3 * 2000) / 150;
      for (let a = 0; a * 2.5 <= observed; a++) {
        for (let b = 0; a * 2.5 + (b * 2000) / 150 <= observed + 1e-9; b++)
          tail +=
            drawProbability(a, { population: 1000, marked: 14 + first, drawn: 400 }) *
            drawProbability(b, { population: 2000, marked: 3 + limit + 1 - first, drawn: 150 });
      }
      worst = Math.max(worst, tail);
    }
    assertRelative(unsampledPValue(strata, limit), worst, 1e-9, 'all splits');
  });

  it('is 0 when no more than the limit are undrawn, and 1 when nothing is drawn', () => {
    const drawn = { population: 10, drawn: 6, marked: 2 };
    assert.equal(unsampledPValue([drawn], 4), 0);
    assert.ok(unsampledPValue([drawn], 3) > 0);
    assert.equal(unsampledPValue([{ population: 10, drawn: 0, marked: 0 }], 3), 1);
  });

  it('refuses no stratum, counts that do not fit, and a limit that is no whole number', () => {
    assert.throws(() => unsampledPValue([], 3), RangeError);
    assert.throws(() => unsampledPValue([{ population: 5, drawn: 6, marked: 0 }], 3), RangeError);
    assert.throws(() => unsampledPValue([{ population: 5, drawn: 3, marked: 4 }], 3), RangeError);
    assert.throws(() => unsampledPValue([{ population: 5, drawn: 3, marked: 1 }], -1), RangeError);
    assert.throws(() => unsampledPValue([{ population: 5, drawn: 3, marked: 1 }], 0.5), RangeError);
  });
});
