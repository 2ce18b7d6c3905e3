import assert from 'node:assert/strict';
import { type AlphaSpending, alphaIncrements, cumulativeAlpha } from '../../../src/core/statistics/alphaSpending.ts';
import { mostDeviations } from '../../../src/core/statistics/binomialTest.ts';
import { binomialUpperTail } from '../../../src/core/statistics/clopperPearson.ts';
import { markedPValue } from '../../../src/core/statistics/hypergeometric.ts';
import { type Look, plannedBatchLooks, plannedLooks } from '../../../src/core/statistics/plannedLooks.ts';
import { choose } from '../../support/choose.ts';

const plans: readonly { sizes: readonly number[]; alpha: number; spending: AlphaSpending }[] = [
  { sizes: [12], alpha: 0.2, spending: [1] },
  { sizes: [4, 8, 12], alpha: 0.2, spending: 'obrien-fleming' },
  { sizes: [4, 8, 12], alpha: 0.3, spending: [0.4, 0.3, 0.3] },
  { sizes: [2, 3, 5, 11, 12], alpha: 0.25, spending: [0.1, 0.4, 0, 0.3, 0.2] },
  { sizes: [1, 12], alpha: 0.9, spending: [0.5, 0.5] },
];

const LENGTH = 12;
const sequences = Array.from({ length: 2 ** LENGTH }, (_, bits) => bits);

function ones(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

/** Deviations among the first items of a sequence. */
function seen(bits: number, items: number): number {
  return ones(bits & (2 ** items - 1));
}

/** Does a look up to this one certify falsely, when so many deviations at most are a false certificate? */
function certifies(bits: number, looks: readonly Look[], falseUpTo: number): boolean {
  return looks.some((look) => {
    const deviations = seen(bits, look.size);
    return deviations <= look.mostDeviations && deviations <= falseUpTo;
  });
}

function crossing(looks: readonly Look[], probabilityOf: (bits: number) => number, falseUpTo: number): number {
  let total = 0;
  for (const bits of sequences) if (certifies(bits, looks, falseUpTo)) total += probabilityOf(bits);
  return total;
}

function raised(looks: readonly Look[], look: number): Look[] {
  return looks
    .slice(0, look + 1)
    .map((planned, index) => (index === look ? { ...planned, mostDeviations: planned.mostDeviations + 1 } : planned));
}

const worlds = [
  ...[0.1, 0.3, 0.6].map((delta) => ({
    name: `independent trials at ${delta}`,
    looks: ({ sizes, alpha, spending }: (typeof plans)[number]) => plannedLooks(delta, sizes, alpha, spending),
    nulls: [delta, (1 + delta) / 2, 0.99].map((rate) => ({
      falseUpTo: LENGTH,
      probabilityOf: (bits: number) => rate ** ones(bits) * (1 - rate) ** (LENGTH - ones(bits)),
    })),
  })),
  // Drawing all twelve items one by one: every arrangement of D marked ones is equally likely.
  ...[2, 4, 7].map((limit) => ({
    name: `a population of ${LENGTH}, at most ${limit} undrawn`,
    looks: ({ sizes, alpha, spending }: (typeof plans)[number]) =>
      plannedBatchLooks({ population: LENGTH, limit }, sizes, alpha, spending),
    nulls: Array.from({ length: LENGTH - limit }, (_, m) => limit + 1 + m).map((marked) => ({
      falseUpTo: marked - limit - 1,
      probabilityOf: (bits: number) => (ones(bits) === marked ? 1 / choose(LENGTH, marked) : 0),
    })),
  })),
];

for (const { name, looks: looksOf, nulls } of worlds) {
  describe(`planned looks at ${name}, by enumeration of all sequences`, () => {
    for (const plan of plans) {
      const { sizes, alpha, spending } = plan;
      it(`spend no more than planned and all that fits, with looks at ${String(sizes)} and ${String(spending)} of ${alpha}`, () => {
        const looks = looksOf(plan);
        assert.deepEqual(
          looks.map(({ size }) => size),
          sizes,
        );
        for (const [look, spent] of cumulativeAlpha(alpha, sizes, spending).entries()) {
          const used = nulls.map(({ probabilityOf, falseUpTo }) =>
            crossing(looks.slice(0, look + 1), probabilityOf, falseUpTo),
          );
          assert.ok(Math.max(...used) <= spent, `look ${look}: ${String(used)} > ${spent}`);
          if (looks[look]!.mostDeviations === sizes[look]) continue;
          const more = nulls.map(({ probabilityOf, falseUpTo }) =>
            crossing(raised(looks, look), probabilityOf, falseUpTo),
          );
          assert.ok(Math.max(...more) > spent, `look ${look}: one more would have fitted`);
        }
      });
    }
  });
}

describe('plannedLooks', () => {
  const sizes = [250, 400, 600, 900, 1300, 2000];

  it('never asks more than Bonferroni over the looks, and usually less', () => {
    let sharper = 0;
    for (const delta of [0.02, 0.05, 0.1, 0.3]) {
      for (const alpha of [0.1, 0.05, 0.0025]) {
        for (const spending of ['obrien-fleming', sizes.map(() => 1 / 6)] as const) {
          const looks = plannedLooks(delta, sizes, alpha, spending);
          for (const [look, level] of alphaIncrements(alpha, sizes, spending).entries()) {
            const bonferroni = mostDeviations(delta, sizes[look]!, level);
            assert.ok(looks[look]!.mostDeviations >= bonferroni);
            if (looks[look]!.mostDeviations > bonferroni) sharper++;
          }
        }
      }
    }
    assert.ok(sharper > 60, `sharper at ${sharper} of 144 looks`);
  });

  it('is the plain test when there is one look', () => {
    for (const delta of [0.02, 0.1])
      for (const size of [10, 100, 5000]) {
        const [look, ...others] = plannedLooks(delta, [size], 0.05, 'obrien-fleming');
        const most = mostDeviations(delta, size, 0.05);
        assert.deepEqual([look!.size, look!.mostDeviations, others.length], [size, most, 0]);
        const used = (1 - binomialUpperTail(most + 1, size, delta)) / 0.05;
        assert.ok(Math.abs(look!.partUsed - used) < 1e-9, `${look!.partUsed} for ${used}`);
      }
  });

  it('gives each look its own share where exact boundaries would take too long', () => {
    const large = [100_000, 1_000_000];
    assert.deepEqual(
      plannedLooks(0.05, large, 0.05, [0.5, 0.5]).map((look) => look.mostDeviations),
      large.map((size) => mostDeviations(0.05, size, 0.025)),
    );
  });

  it('certifies nothing while the level is too small for the items', () => {
    assert.deepEqual(plannedLooks(0.05, [10, 20], 0.05, 'obrien-fleming'), [
      { size: 10, mostDeviations: -1, partUsed: 0 },
      { size: 20, mostDeviations: -1, partUsed: 0 },
    ]);
  });

  it('refuses a rate or level outside (0, 1), and sizes that do not grow', () => {
    assert.throws(() => plannedLooks(0, [10], 0.05, 'obrien-fleming'), RangeError);
    assert.throws(() => plannedLooks(0.1, [10], 1, 'obrien-fleming'), RangeError);
    assert.throws(() => plannedLooks(0.1, [10, 5], 0.05, 'obrien-fleming'), RangeError);
  });
});

describe('plannedBatchLooks', () => {
  it('is the plain test when there is one look, the found items being put right', () => {
    for (const limit of [30, 150]) {
      const [look] = plannedBatchLooks({ population: 3000, limit }, [700], 0.05, [1]);
      const pValue = (marked: number) => markedPValue({ population: 3000, drawn: 700, marked }, limit + marked);
      assert.ok(pValue(look!.mostDeviations) <= 0.05 && pValue(look!.mostDeviations + 1) > 0.05);
    }
  });

  it('never asks more than Bonferroni, and falls back to it where exact boundaries would take too long', () => {
    const sizes = [300, 600, 1200];
    for (const population of [3000, 50_000]) {
      for (const share of [0.02, 0.05, 0.1, 0.4]) {
        const limit = population * share;
        const looks = plannedBatchLooks({ population, limit }, sizes, 0.05, [0.2, 0.3, 0.5]);
        for (const [look, level] of [0.01, 0.015, 0.025].entries()) {
          const marked = looks[look]!.mostDeviations + 1;
          const drawn = sizes[look]!;
          assert.ok(markedPValue({ population, drawn, marked }, limit + marked) > level, `${population}, ${limit}`);
        }
      }
    }
  });

  it('certifies whatever is seen once no more than the limit are undrawn', () => {
    assert.equal(plannedBatchLooks({ population: 100, limit: 10 }, [90], 0.05, [1])[0]?.mostDeviations, 90);
    assert.equal(plannedBatchLooks({ population: 100, limit: 100 }, [1], 0.05, [1])[0]?.mostDeviations, 1);
  });

  it('refuses a look beyond the population', () => {
    assert.throws(() => plannedBatchLooks({ population: 100, limit: 10 }, [101], 0.05, [1]), RangeError);
    assert.throws(() => plannedBatchLooks({ population: 100, limit: -1 }, [10], 0.05, [1]), RangeError);
  });
});
