import assert from 'node:assert/strict';
import {
  certifiedShare,
  deviationBound,
  lookPlan,
  looksAt,
} from '../../../../src/core/profiling/certified/population.ts';
import { mostDeviations } from '../../../../src/core/statistics/binomialTest.ts';
import { binomialUpperTail, clopperPearsonUpper } from '../../../../src/core/statistics/clopperPearson.ts';
import { markedUpperBound } from '../../../../src/core/statistics/hypergeometric.ts';
import type { PlannedLook } from '../../../../src/core/statistics/plannedLooks.ts';

const stream = { scope: 'stream', delta: 0.05 } as const;
const batch = { scope: 'batch', rows: 1000, limit: 50 } as const;

describe('looksAt', () => {
  it('is the exact binomial test for one look in stream scope', () => {
    const [look, ...others] = looksAt(stream, [850], 0.05, [1]);
    assert.deepEqual(others, []);
    assert.equal(look!.size, 850);
    assert.equal(look!.mostDeviations, mostDeviations(0.05, 850, 0.05));
  });

  it('allows more in batch scope, where deviations found are put right and rows run out', () => {
    const [inStream] = looksAt(stream, [500], 0.05, [1]);
    const [inBatch] = looksAt(batch, [500], 0.05, [1]);
    assert.ok(inBatch!.mostDeviations > inStream!.mostDeviations);
  });
});

describe('lookPlan', () => {
  const boundaries = (looks: readonly PlannedLook[]) => looks.map(({ mostDeviations: most }) => most);

  it('uses what the binomial test of whole deviations uses, and leaves the rest', () => {
    const { alpha, looks } = lookPlan(stream, { sizes: [850], spending: [1] }, 0.05);
    assert.deepEqual(boundaries(looks), [31]);
    const used = 1 - binomialUpperTail(32, 850, 0.05);
    assert.ok(alpha >= used && alpha < used * (1 + 1e-6), `${alpha} for ${used}`);
  });

  it('has the same looks at the level that it uses, also as a config writes it', () => {
    for (const population of [stream, batch])
      for (const sizes of [[300], [200, 300, 450, 675], [40, 60, 90, 135, 200, 300]]) {
        const spending = sizes.map(() => 1 / sizes.length);
        for (const most of [0.05, 0.04, 0.0075]) {
          const { alpha, looks } = lookPlan(population, { sizes, spending }, most);
          assert.ok(alpha <= most);
          assert.deepEqual(
            boundaries(looksAt(population, sizes, Number(alpha.toPrecision(9)), spending)),
            boundaries(looks),
          );
        }
      }
  });

  it('leaves a level alone at which nothing can be certified', () => {
    const { alpha, looks } = lookPlan(stream, { sizes: [20], spending: [1] }, 0.05);
    assert.deepEqual(boundaries(looks), [-1]);
    assert.equal(alpha, 0.05);
  });
});

describe('deviationBound', () => {
  it('is Clopper and Pearson’s in stream scope', () => {
    assert.equal(deviationBound(stream, { items: 200, deviations: 4 }, 0.05, 9999), clopperPearsonUpper(4, 200, 0.05));
  });

  it('is what can be left deviating, as a share of all rows, in batch scope', () => {
    const most = markedUpperBound({ population: 1000, drawn: 200, marked: 4 }, 0.05);
    assert.equal(deviationBound(batch, { items: 200, deviations: 4 }, 0.05, 1100), (most - 4) / 1100);
  });
});

describe('certifiedShare', () => {
  it('brings share times bound to delta in stream scope, and to all inputs where the bound allows', () => {
    const { share, deviationUpperBound } = certifiedShare(stream, { items: 300, deviations: 30 }, 0.05, 9999);
    assert.ok(Math.abs(share * clopperPearsonUpper(30, 300, 0.05) - 0.05) < 1e-12);
    assert.ok(Math.abs(deviationUpperBound - 0.05) < 1e-12);
    assert.equal(certifiedShare(stream, { items: 300, deviations: 2 }, 0.05, 9999).share, 1);
  });

  it('in batch scope leaves the split a chance of at most 0.15 alpha to go over the limit', () => {
    const { share } = certifiedShare(batch, { items: 200, deviations: 30 }, 0.05, 1000);
    const left = markedUpperBound({ population: 1000, drawn: 200, marked: 30 }, 0.05 * 0.85) - 30;
    const over = binomialUpperTail(51, left, share);
    assert.ok(Math.abs(over - 0.05 * 0.15) < 1e-9, `${over}`);
  });

  it('falls with every deviation', () => {
    for (const population of [stream, batch]) {
      const shares = [0, 10, 20, 40, 80].map(
        (deviations) => certifiedShare(population, { items: 200, deviations }, 0.05, 1000).share,
      );
      assert.deepEqual(
        shares,
        shares.toSorted((a, b) => b - a),
      );
    }
  });
});
