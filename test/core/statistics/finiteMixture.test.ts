import assert from 'node:assert/strict';
import { anytimeMarkedUpperBound, logFiniteMixture } from '../../../src/core/statistics/finiteMixture.ts';
import golden from '../../oracles/certificates.json' with { type: 'json' };
import { choose, drawProbability } from '../../support/choose.ts';

/** All samples that can be drawn from so many items. */
function samplesOf(population: number) {
  return Array.from({ length: population + 1 }, (_, drawn) =>
    Array.from({ length: drawn + 1 }, (_, marked) => ({ population, drawn, marked })),
  ).flat();
}

describe('logFiniteMixture', () => {
  it(`is within 1e-12 of ${golden.finiteMixture.length} golden values, absolutely or relatively, up to 1,000,000 items`, () => {
    for (const { total, logEvidence, ...sample } of golden.finiteMixture) {
      const expected = Number(logEvidence);
      const found = logFiniteMixture(sample, total);
      const near = Math.abs(found - expected) <= 1e-12 * Math.max(1, Math.abs(expected));
      assert.ok(near, `${JSON.stringify(sample)}, ${total}: ${found}, not ${expected}`);
    }
  });

  it('is the mean likelihood of fewer marked items over that of the total, for every sample of up to 12 items', () => {
    for (const sample of [1, 2, 7, 12].flatMap(samplesOf)) {
      const { population, drawn, marked } = sample;
      const likelihood = (total: number) => choose(population - drawn, total - marked) / choose(population, total);
      for (let total = 1; total <= population; total++) {
        let mean = 0;
        for (let fewer = 0; fewer < total; fewer++) mean += likelihood(fewer) / total;
        // Impossible both ways: too many marked items were found for any number up to the total.
        const expected = mean === 0 ? Number.NEGATIVE_INFINITY : Math.log(mean / likelihood(total));
        const found = logFiniteMixture(sample, total);
        const near = found === expected || Math.abs(found - expected) <= 1e-12;
        assert.ok(near, `${JSON.stringify(sample)}, ${total}: ${found}, not ${expected}`);
      }
    }
  });

  it('has the mean 1 when the total is true, after any number of draws, and at most 1 when more are marked', () => {
    for (const population of [5, 14]) {
      for (let total = 1; total <= population; total++) {
        for (let truth = total; truth <= population; truth++) {
          for (let drawn = 0; drawn <= population; drawn++) {
            let mean = 0;
            for (let marked = 0; marked <= drawn; marked++) {
              const probability = drawProbability(marked, { population, marked: truth, drawn });
              if (probability > 0)
                mean += probability * Math.exp(logFiniteMixture({ population, drawn, marked }, total));
            }
            const facts = `${drawn} of ${population}, total ${total}, truth ${truth}: ${mean}`;
            assert.ok(mean <= 1 + 1e-12, facts);
            // With more draws than unmarked items some samples are possible only with fewer marked ones; their part of the mean is lost.
            if (truth === total && drawn <= population - total) assert.ok(mean >= 1 - 1e-12, facts);
          }
        }
      }
    }
  });

  it('is not expected to grow by the next draw when the total or more are marked', () => {
    for (const sample of samplesOf(13)) {
      const { population, drawn, marked } = sample;
      if (drawn === population) continue;
      for (let total = 1; total <= population; total++) {
        const now = logFiniteMixture(sample, total);
        if (!Number.isFinite(now)) continue;
        for (let truth = total; truth - marked <= population - drawn; truth++) {
          const chance = (truth - marked) / (population - drawn);
          const factor = (more: number) =>
            Math.exp(logFiniteMixture({ population, drawn: drawn + 1, marked: marked + more }, total) - now);
          const mean = (chance > 0 ? chance * factor(1) : 0) + (chance < 1 ? (1 - chance) * factor(0) : 0);
          assert.ok(mean <= 1 + 1e-12, `${JSON.stringify(sample)}, ${total}, truth ${truth}: ${mean}`);
        }
      }
    }
  });

  it('grows with the total', () => {
    const large = [
      { population: 3000, drawn: 700, marked: 20 },
      { population: 3000, drawn: 2900, marked: 500 },
    ];
    for (const sample of [...samplesOf(17), ...large]) {
      let last = Number.NEGATIVE_INFINITY;
      for (let total = 1; total <= sample.population; total++) {
        const found = logFiniteMixture(sample, total);
        const rounding = Number.isFinite(last) ? 1e-12 * Math.max(1, Math.abs(last)) : 0;
        assert.ok(found >= last - rounding, `${JSON.stringify(sample)}, ${total}: ${found} after ${last}`);
        last = found;
      }
    }
  });

  it('refuses a total of 0 or beyond the population, and a sample that does not fit', () => {
    const sample = { population: 10, drawn: 4, marked: 1 };
    for (const total of [0, 11, 1.5, Number.NaN]) assert.throws(() => logFiniteMixture(sample, total), RangeError);
    assert.throws(() => logFiniteMixture({ ...sample, marked: 5 }, 5), RangeError);
    assert.throws(() => logFiniteMixture({ ...sample, drawn: 11 }, 5), RangeError);
  });
});

describe('anytimeMarkedUpperBound', () => {
  it('is the most whose evidence is under 1 / alpha', () => {
    for (const sample of samplesOf(15)) {
      for (const alpha of [0.3, 0.05]) {
        let most = sample.marked;
        for (let total = Math.max(1, sample.marked); total <= sample.population; total++)
          if (logFiniteMixture(sample, total) < -Math.log(alpha)) most = total;
        assert.equal(anytimeMarkedUpperBound(sample, alpha), most, JSON.stringify({ ...sample, alpha }));
      }
    }
  });

  it('is ever below the true number with probability at most alpha, followed draw by draw', () => {
    const population = 40;
    for (const alpha of [0.5, 0.1]) {
      for (let truth = 1; truth <= population; truth += 3) {
        let alive = [1];
        let missed = 0;
        for (let drawn = 1; drawn <= population; drawn++) {
          const next = Array.from({ length: drawn + 1 }, () => 0);
          for (const [marked, probability] of alive.entries()) {
            const chance = (truth - marked) / (population - drawn + 1);
            next[marked]! += probability * (1 - chance);
            next[marked + 1]! += probability * chance;
          }
          alive = next.map((probability, marked) => {
            if (probability <= 0 || anytimeMarkedUpperBound({ population, drawn, marked }, alpha) >= truth)
              return probability;
            missed += probability;
            return 0;
          });
        }
        assert.ok(missed <= alpha, `${truth} of ${population}: ${missed} > ${alpha}`);
      }
    }
  });

  it('knows the number once all are drawn, and nothing before the first draw', () => {
    assert.equal(anytimeMarkedUpperBound({ population: 20, drawn: 20, marked: 3 }, 0.05), 3);
    assert.equal(anytimeMarkedUpperBound({ population: 20, drawn: 0, marked: 0 }, 0.05), 20);
  });
});
