import assert from 'node:assert/strict';
import { DatasetError } from '../../../src/core/datasets/datasetError.ts';
import type { DatasetItem } from '../../../src/core/datasets/datasetItem.ts';
import { readDataset } from '../../../src/core/datasets/readDataset.ts';
import { sampleRows } from '../../../src/core/datasets/sampleRows.ts';
import { textsOf } from './textsOf.ts';

const file = 'rows.csv';

describe('sampleRows', () => {
  it('gives all rows, shuffled, where the dataset has no more than asked for', async () => {
    for (const sampleSize of [30, 31, 1000]) {
      const { rows, totalRows } = await sampleRows(numberedRows(30), { file, sampleSize, seed: 1 });
      const order = rows.map((row) => row.index);
      assert.equal(totalRows, 30);
      assert.notDeepEqual(order, indexes(30));
      assert.deepEqual(
        order.toSorted((a, b) => a - b),
        indexes(30),
      );
    }
  });

  it('gives as many distinct rows as asked for, with all they hold', async () => {
    const { rows, totalRows } = await sampleRows(numberedRows(500), { file, sampleSize: 20, seed: 3 });
    assert.equal(totalRows, 500);
    assert.equal(new Set(rows.map((row) => row.index)).size, 20);
    for (const row of rows) {
      assert.deepEqual(row, { index: row.index, line: row.index + 2, values: { n: row.index }, gold: undefined });
    }
  });

  it('copies the rows it holds, so that none keeps its piece of the file alive', async () => {
    const items = numberedRows(1);
    const { rows } = await sampleRows(items, { file, sampleSize: 1, seed: 1 });
    assert.ok(items[0]?.kind === 'row');
    assert.notEqual(rows[0]?.values, items[0].row.values);
  });

  it('depends on seed and content alone', async () => {
    const draw = async (seed: number) =>
      (await sampleRows(numberedRows(200), { file, sampleSize: 10, seed })).rows.map((row) => row.index);
    assert.deepEqual(await draw(7), await draw(7));
    assert.notDeepEqual(await draw(7), await draw(8));
    assert.equal((await sampleRows(numberedRows(2), { file, sampleSize: 1, seed: 9 })).seed, 9);
  });

  it('takes every row as often as any other', async () => {
    const [total, size, draws] = [20, 5, 4000];
    const taken = Array.from({ length: total }, () => 0);
    for (let seed = 0; seed < draws; seed++) {
      const { rows } = await sampleRows(numberedRows(total), { file, sampleSize: size, seed });
      for (const row of rows) taken[row.index]! += 1;
    }
    // Counts of a sample without replacement spread less than multinomial ones, by (1 - size/total) * total/(total - 1).
    const expected = (draws * size) / total;
    const spread = expected * (1 - size / total) * (total / (total - 1));
    assert.ok(sumOfSquares(taken, expected) / spread < chiSquare999with19);
  });

  for (const [name, sampleSize] of [
    ['the whole dataset', 20],
    ['a sample of it', 5],
  ] as const) {
    it(`gives ${name} in an order in which every row stands first as often as any other`, async () => {
      const [total, draws] = [20, 4000];
      const first = Array.from({ length: total }, () => 0);
      for (let seed = 0; seed < draws; seed++) {
        const { rows } = await sampleRows(numberedRows(total), { file, sampleSize, seed });
        first[rows[0]!.index]! += 1;
      }
      assert.ok(sumOfSquares(first, draws / total) / (draws / total) < chiSquare999with19);
    });
  }

  it('tells what the whole pass told', async () => {
    const text = 'id,text,Label\n1,x,b\n2,y\n3,z,a\n4,,\n5,w,b\n';
    const sample = await sampleRows(readDataset(textsOf(text), { file }), { file, sampleSize: 1, seed: 1 });
    const { rows, findings, ...facts } = sample;
    assert.equal(rows.length, 1);
    assert.deepEqual(
      findings.map((finding) => finding.range.start.line),
      [2],
    );
    assert.deepEqual(facts, {
      seed: 1,
      totalRows: 4,
      malformedRows: 1,
      columns: ['id', 'text'],
      goldColumn: 'Label',
      goldLabels: ['b', 'a'],
    });
  });

  it('names the columns of all sampled rows in file order', async () => {
    const text = '{"b":1}\n{"a":1,"b":2}\n{"c":3,"gold":"x"}\n';
    for (let seed = 0; seed < 5; seed++) {
      const items = readDataset(textsOf(text), { file: 'rows.jsonl' });
      const { columns } = await sampleRows(items, { file, sampleSize: 3, seed });
      assert.deepEqual(columns, ['b', 'a', 'c']);
    }
  });

  for (const sampleSize of [0, -1, 1.5, Number.NaN]) {
    it(`does not take ${sampleSize} for a sample size`, async () => {
      await assert.rejects(sampleRows([], { file, sampleSize, seed: 1 }), RangeError);
    });
  }

  it('rejects a dataset without rows', async () => {
    await assert.rejects(sampleRows([], { file, sampleSize: 1, seed: 1 }), DatasetError);
  });
});

/** The 99.9 % quantile of the chi-square distribution with 19 degrees of freedom (tables: 43.820). */
const chiSquare999with19 = 43.82;

function sumOfSquares(counts: readonly number[], expected: number): number {
  return counts.reduce((sum, count) => sum + (count - expected) ** 2, 0);
}

function indexes(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function numberedRows(count: number): DatasetItem[] {
  return indexes(count).map((index) => ({
    kind: 'row',
    row: { index, line: index + 2, values: { n: index }, gold: undefined },
  }));
}
