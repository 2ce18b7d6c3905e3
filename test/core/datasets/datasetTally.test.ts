import assert from 'node:assert/strict';
import { DatasetError, type DatasetErrorFacts } from '../../../src/core/datasets/datasetError.ts';
import type { DatasetItem } from '../../../src/core/datasets/datasetItem.ts';
import { DatasetTally } from '../../../src/core/datasets/datasetTally.ts';
import { lineFinding } from '../../../src/core/datasets/lineFinding.ts';

describe('DatasetTally', () => {
  it('counts rows and malformed rows, and keeps the first 20 findings', () => {
    const tally = tallyOf([
      row('a'),
      note('remark', 1),
      ...Array.from({ length: 30 }, (_, at) => note('malformed', at + 2)),
      row(undefined),
      { kind: 'gold-column', column: 'label' },
    ]);
    assert.equal(tally.rows, 2);
    assert.equal(tally.malformed, 30);
    assert.equal(tally.goldColumn, 'label');
    assert.deepEqual(
      tally.findings.map((finding) => finding.range.end.line),
      Array.from({ length: 20 }, (_, at) => at + 1),
    );
  });

  const labels: readonly (readonly [
    name: string,
    golds: readonly (string | undefined)[],
    expected: number | undefined,
  ])[] = [
    ['no answers', [undefined, undefined], undefined],
    ['repeated answers', ['b', 'a', 'b', undefined, 'a'], 2],
    ['200 answers', Array.from({ length: 200 }, (_, at) => `${at}`), 200],
    ['201 answers', Array.from({ length: 201 }, (_, at) => `${at}`), undefined],
    ['an answer of 200 characters', ['x'.repeat(200)], 1],
    ['an answer of 201 characters', ['x'.repeat(201), 'a'], undefined],
  ];
  for (const [name, golds, expected] of labels) {
    it(`takes ${name} for ${expected ?? 'no'} labels`, () => {
      const distinct = [...new Set(golds)].filter((gold) => gold !== undefined);
      assert.deepEqual(tallyOf(golds.map(row)).goldLabels, expected === undefined ? undefined : distinct);
    });
  }

  const failures: readonly {
    readonly name: string;
    readonly items: readonly DatasetItem[];
    readonly message: string;
    readonly facts: Partial<DatasetErrorFacts>;
  }[] = [
    {
      name: 'an empty dataset',
      items: [],
      message: 'data/rows.csv holds no rows; add at least one.',
      facts: { reason: 'empty', line: undefined, findings: [] },
    },
    {
      name: 'one malformed row',
      items: [note('malformed', 2)],
      message: 'data/rows.csv cannot be used as a dataset. Line 2 is bad.',
      facts: { reason: 'malformed', line: 2, findings: [finding(2)] },
    },
    {
      name: 'malformed rows only',
      items: [note('malformed', 2), note('malformed', 5)],
      message: 'data/rows.csv cannot be used as a dataset. None of its 2 rows could be read. Line 2 is bad.',
      facts: { reason: 'malformed', line: 2, findings: [finding(2), finding(5)] },
    },
    {
      name: 'a refusal after malformed rows',
      items: [note('malformed', 2), note('malformed', 3), note('refused', 4)],
      message: 'data/rows.csv cannot be used as a dataset. Line 4 is bad.',
      facts: { reason: 'malformed', line: 4, findings: [finding(2), finding(3), finding(4)] },
    },
  ];
  for (const { name, items, message, facts } of failures) {
    it(`throws for ${name}`, () => {
      assert.throws(
        () => tallyOf(items).requireRows(),
        (error) => {
          assert.ok(error instanceof DatasetError);
          assert.equal(error.message, message);
          const { file, reason, line, findings } = error;
          assert.deepEqual({ file, reason, line, findings }, { file: 'data/rows.csv', ...facts });
          return true;
        },
      );
    });
  }

  it('is content with one row', () => {
    assert.doesNotThrow(() => tallyOf([note('malformed', 2), row('a')]).requireRows());
  });
});

function tallyOf(items: readonly DatasetItem[]): DatasetTally {
  const tally = new DatasetTally('data/rows.csv');
  for (const item of items) tally.add(item);
  return tally;
}

function row(gold: string | undefined): DatasetItem {
  return { kind: 'row', row: { index: 0, line: 1, values: {}, gold } };
}

function note(kind: 'malformed' | 'remark' | 'refused', line: number): DatasetItem {
  return { kind, finding: finding(line) };
}

function finding(line: number) {
  return lineFinding({ code: 'bad', severity: 'error', message: `Line ${line} is bad.`, line });
}
