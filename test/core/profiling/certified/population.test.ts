import assert from 'node:assert/strict';
import { certifiedShare, deviationBound, looksAt } from '../../../../src/core/profiling/certified/population.ts';
import { mostDeviations } from '../../../../src/core/statistics/binomialTest.ts';
import { binomialUpperTail, clopperPearsonUpper } from '../../../../src/core/statistics/clopperPearson.ts';
import { markedUpperBound } from '../../../../src/core/statistics/hypergeometric.ts';

const stream = { scope: 'stream', delta: 0.05 } as const;
const batch = { scope: 'batch', rows: 1000, limit: 50 } as const;

describe('looksAt', () => {
  it('is the exact binomial test for one look in stream scope', () => {
    assert.deepEqual(looksAt(stream, [850], 0.05, [1]), [
      { size: 850, mostDeviations: mostDeviations(0.05, 850, 0.05) },
    ]);
  });

  it('allows more in batch scope, where deviations found are put right and rows run out', () => {
    const [inStream] = looksAt(stream, [500], 0.05, [1]);
    const [inBatch] = looksAt(batch, [500], 0.05, [1]);
    assert.ok(inBatch!.mostDeviations > inStream!.mostDeviations);
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
