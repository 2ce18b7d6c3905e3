import assert from 'node:assert/strict';
import { DatasetError } from '../../../src/core/datasets/datasetError.ts';
import { formatOfContent, formatOfName, isParquetName } from '../../../src/core/datasets/datasetFormat.ts';

describe('formatOfName', () => {
  const names: readonly (readonly [file: string, format: string | undefined])[] = [
    ['rows.csv', 'csv'],
    ['ROWS.CSV', 'csv'],
    ['rows.tsv', 'tsv'],
    ['rows.tab', 'tsv'],
    ['rows.jsonl', 'jsonl'],
    ['rows.ndjson', 'jsonl'],
    ['rows.json', undefined],
    ['rows.txt', undefined],
    ['rows', undefined],
    ['csv', undefined],
  ];
  for (const [file, format] of names) {
    it(`takes ${file} for ${format}`, () => assert.equal(formatOfName(file), format));
  }

  for (const file of ['rows.arrow', 'rows.XLSX', 'rows.csv.gz', 'tests.yaml']) {
    it(`refuses ${file} and says what is read`, () => {
      assert.throws(
        () => formatOfName(file),
        (error) => {
          assert.ok(error instanceof DatasetError);
          assert.equal(error.reason, 'format');
          assert.equal(error.file, file);
          assert.equal(error.blame, 'input');
          for (const said of [file, 'CSV', 'TSV', '.jsonl', '.json)', '.parquet'])
            assert.ok(error.message.includes(said), said);
          return true;
        },
      );
    });
  }
});

describe('isParquetName', () => {
  for (const [file, expected] of [
    ['rows.parquet', true],
    ['ROWS.PARQUET', true],
    ['rows.parquet.csv', false],
    ['parquet', false],
  ] as const) {
    it(`says ${expected} of ${file}`, () => assert.equal(isParquetName(file), expected));
  }
});

describe('formatOfContent', () => {
  const beginnings: readonly (readonly [file: string, beginning: string, format: string])[] = [
    ['rows.json', ' \n[{"a":1}]', 'json-array'],
    ['rows.json', '\n{"a":1}', 'jsonl'],
    ['rows.json', 'broken', 'jsonl'],
    ['rows', '[', 'json-array'],
    ['rows', '{"a":1}', 'jsonl'],
    ['rows.txt', 'a,b\n', 'csv'],
  ];
  for (const [file, beginning, format] of beginnings) {
    it(`takes ${file} that begins with ${JSON.stringify(beginning)} for ${format}`, () =>
      assert.equal(formatOfContent(file, beginning), format));
  }

  it('refuses what is no text', () => {
    assert.throws(() => formatOfContent('rows.csv', 'a\0b'), DatasetError);
  });
});
