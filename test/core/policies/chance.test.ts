import assert from 'node:assert/strict';
import { chanceOf } from '../../../src/core/policies/chance.ts';

describe('chanceOf', () => {
  it('is the same for the same seed and text, and another for another seed or text', () => {
    assert.equal(chanceOf(1, 'my parcel is late'), chanceOf(1, 'my parcel is late'));
    assert.notEqual(chanceOf(1, 'my parcel is late'), chanceOf(2, 'my parcel is late'));
    assert.notEqual(chanceOf(1, 'my parcel is late'), chanceOf(1, 'my parcel is late!'));
  });

  it('never changes: routing configs in the field rest on it', () => {
    assert.deepEqual(
      [chanceOf(1, ''), chanceOf(1, 'a'), chanceOf(7, 'Grüße 👋')].map((chance) => chance.toFixed(12)),
      ['0.347802506964', '0.423912499543', '0.935866370371'],
    );
  });

  it('is uniform: 20,000 texts, 50 cells, chi-squared below its 0.999 quantile of 85.4', () => {
    const cells = Array.from({ length: 50 }, () => 0);
    for (let text = 0; text < 20_000; text++) {
      const cell = Math.floor(chanceOf(3, `row ${text}`) * 50);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    const chiSquared = cells.reduce((sum, count) => sum + (count - 400) ** 2 / 400, 0);
    assert.ok(chiSquared < 85.4, `${chiSquared}`);
  });

  it('is independent across seeds: correlation of 20,000 pairs below 4 standard errors', () => {
    let sum = 0;
    for (let text = 0; text < 20_000; text++) sum += (chanceOf(1, `${text}`) - 0.5) * (chanceOf(2, `${text}`) - 0.5);
    assert.ok(Math.abs((sum / 20_000) * 12) < 4 / Math.sqrt(20_000), `${(sum / 20_000) * 12}`);
  });
});
