import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DatasetError } from '../../../src/core/datasets/datasetError.ts';
import type { DatasetItem } from '../../../src/core/datasets/datasetItem.ts';
import { readDataset, rowsFromTestData } from '../../../src/core/datasets/readDataset.ts';
import type { RowOptions } from '../../../src/core/datasets/rowMaker.ts';
import { collected } from './collected.ts';
import { datasetFixtures } from './datasetFixtures.ts';
import { textsOf } from './textsOf.ts';

const folder = new URL('../../fixtures/datasets/', import.meta.url);

describe('readDataset', () => {
  for (const { file, rows, notes, goldColumn } of datasetFixtures) {
    for (const pieceLength of [1, 2, 7, undefined]) {
      it(`reads ${file} ${pieceLength === undefined ? 'in one piece' : `cut every ${pieceLength} characters`}`, async () => {
        const text = readFileSync(new URL(file, folder), 'utf8');
        const items = await collected(readDataset(textsOf(text, pieceLength), { file }));
        assert.deepEqual(rowsOf(items), rows);
        assert.deepEqual(notesOf(items), notes);
        assert.deepEqual(goldColumnsOf(items), goldColumn === undefined ? [] : [goldColumn]);
      });
    }
  }

  it('numbers rows from 0, malformed ones not counted', async () => {
    const items = await readText('a,b\n1,2\nbad\n3,4\n');
    assert.deepEqual(
      items.map((item) => (item.kind === 'row' ? item.row.index : item.kind)),
      [0, 'malformed', 1],
    );
  });

  const messages: readonly (readonly [text: string, message: RegExp])[] = [
    ['a,b\n"1\n\n",2,3\n', /^The row on lines 2 to 4 has 3 cells where the header names 2; /],
    ['a,b\n1\n', /^The row on line 2 has 1 cell where the header names 2; /],
    ['a,b\n1,"2" 3"\n', /^The row on line 2 has text after a closing quote, or a quote that is not closed; /],
    ['a,b\n1,"2\n', /^The row on line 2 opens a quote that is not closed; /],
    ['{"a":1}\n{"a"}\n', /^The row on line 2 is not valid JSON \(.+\)\.$/],
    ['{"a":1}\n[1]\n', /^The row on line 2 is not a JSON object; /],
    ['a,,c\n', /^The header on line 1 leaves column 2 without a name; /],
    ['a,b,a\n', /^The header on line 1 names column "a" twice; /],
  ];
  for (const [text, message] of messages) {
    it(`says ${message.source}`, async () => {
      const finding = (await readText(text)).flatMap((item) => ('finding' in item ? [item.finding] : []))[0];
      assert.match(finding?.message ?? '', message);
      assert.equal(finding?.severity, 'error');
    });
  }

  it('keeps a gold column that the template uses', async () => {
    const items = await readText('text,label\nx,a\n', { keep: ['label'] });
    assert.deepEqual(rowsOf(items), [[2, { text: 'x', label: 'a' }, 'a']]);
  });

  it('pulls no piece before the rows of the last one are taken, and lets go of the file when stopped', async () => {
    const log: string[] = [];
    async function* texts(): AsyncGenerator<string> {
      try {
        for (const text of ['{"a":1}\n{"a":2}\n', '{"a":3}\n', '{"a":4}\n']) {
          log.push('piece');
          yield text;
        }
      } finally {
        log.push('closed');
      }
    }
    for await (const item of readDataset(texts(), { file: 'rows.jsonl' })) {
      assert.equal(item.kind, 'row');
      log.push('row');
      if (log.filter((entry) => entry === 'row').length === 3) break;
    }
    assert.deepEqual(log, ['piece', 'row', 'row', 'piece', 'row', 'closed']);
  });

  it('reads no further once a dataset is refused', async () => {
    async function* texts(): AsyncGenerator<string> {
      yield 'a,a\n1,2\n';
      assert.fail('asked for more text');
    }
    const items = await collected(readDataset(texts(), { file: 'rows.csv' }));
    assert.deepEqual(notesOf(items), [['refused', 'duplicate-column', 1, 1]]);
  });

  it('refuses a format that is not read before any text is asked for', async () => {
    async function* texts(): AsyncGenerator<string> {
      yield assert.fail('asked for text');
    }
    await assert.rejects(collected(readDataset(texts(), { file: 'rows.xlsx' })), DatasetError);
  });
});

describe('rowsFromTestData', () => {
  it('takes the expected answer out of the values', () => {
    const items = [
      ...rowsFromTestData([
        { input: 'a', expected: 'x' },
        { input: 'b', expected: 'y' },
      ]),
    ];
    assert.deepEqual(items, [
      { kind: 'gold-column', column: 'expected' },
      { kind: 'row', row: { index: 0, line: 1, values: { input: 'a' }, gold: 'x' } },
      { kind: 'row', row: { index: 1, line: 1, values: { input: 'b' }, gold: 'y' } },
    ]);
  });

  it('keeps it where asked', () => {
    const items = [...rowsFromTestData([{ input: 'a', expected: 'x' }], { keep: ['expected'] })];
    assert.deepEqual(rowsOf(items), [[1, { input: 'a', expected: 'x' }, 'x']]);
  });
});

function readText(text: string, options: RowOptions = {}): Promise<DatasetItem[]> {
  return collected(readDataset(textsOf(text), { ...options, file: 'rows' }));
}

function rowsOf(items: readonly DatasetItem[]) {
  return items.flatMap((item) => (item.kind === 'row' ? [[item.row.line, item.row.values, item.row.gold]] : []));
}

function notesOf(items: readonly DatasetItem[]) {
  return items.flatMap((item) =>
    'finding' in item
      ? [[item.kind, item.finding.code, item.finding.range.start.line + 1, item.finding.range.end.line]]
      : [],
  );
}

function goldColumnsOf(items: readonly DatasetItem[]) {
  return items.flatMap((item) => (item.kind === 'gold-column' ? [item.column] : []));
}
