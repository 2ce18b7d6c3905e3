import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatasetError, type DatasetErrorReason } from '../../src/core/datasets/datasetError.ts';
import { readDatasetFile, sampleDatasetFile } from '../../src/node/datasetFile.ts';
import { collected } from '../core/datasets/collected.ts';
import { pagedRows } from '../core/datasets/parquetFixture.ts';
import { csvOf } from '../support/profileFolder.ts';

const fixtures = fileURLToPath(new URL('../fixtures/datasets/', import.meta.url));
const options = { sampleSize: 100, seed: 1, signal: new AbortController().signal };
let folder: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'downtier-dataset-'));
});
after(() => {
  rmSync(folder, { recursive: true });
});

describe('sampleDatasetFile', () => {
  it('gives the rows, the counts and the hash of the bytes', async () => {
    const file = join(fixtures, 'bom-crlf.csv');
    const sample = await sampleDatasetFile(file, options);
    assert.equal(sample.totalRows, 3);
    assert.equal(sample.malformedRows, 1);
    assert.equal(sample.goldColumn, 'gold');
    assert.deepEqual(sample.goldLabels, ['yes', 'no']);
    assert.deepEqual(sample.columns, ['id', 'text']);
    assert.equal(sample.sha256, sha256(file));
  });

  it('draws the same rows from Parquet as from JSON lines and CSV that hold the same', async () => {
    const asJson = join(folder, 'paged.jsonl');
    writeFileSync(asJson, pagedRows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const few = { ...options, sampleSize: 25, seed: 7 };
    for (const name of ['pages-v1', 'pages-v2']) {
      const file = join(fixtures, `../parquet/${name}.parquet`);
      const { sha256: hash, ...sample } = await sampleDatasetFile(file, few);
      const { sha256: _, ...expected } = await sampleDatasetFile(asJson, few);
      assert.deepEqual(sample, expected);
      assert.equal(hash, sha256(file));
    }

    const asCsv = join(folder, 'sort.csv');
    writeFileSync(asCsv, csvOf(900));
    const sorted = await sampleDatasetFile(join(fixtures, '../parquet/sort.parquet'), few);
    const expected = await sampleDatasetFile(asCsv, few);
    // The header is a line of CSV.
    assert.deepEqual(
      sorted.rows.map((row) => ({ ...row, line: row.line + 1 })),
      expected.rows,
    );
    assert.deepEqual(sorted.goldLabels, expected.goldLabels);
  });

  it('says where a Parquet file ends too early', async () => {
    const file = join(folder, 'ends.parquet');
    const bytes = readFileSync(join(fixtures, '../parquet/uncompressed.parquet'));
    // The footer says that pages lie where the file has been cut out of its middle.
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 4), bytes.subarray(600)]));
    await assert.rejects(
      sampleDatasetFile(file, options),
      (error) => error instanceof DatasetError && error.reason === 'malformed',
    );
  });

  it('keeps a column that the template uses', async () => {
    const sample = await sampleDatasetFile(join(fixtures, 'tickets.jsonl'), { ...options, keep: ['Label'] });
    assert.deepEqual(sample.columns, ['id', 'text', 'Label', 'tags']);
  });

  it('decodes characters that a read cuts in two', async () => {
    const file = join(folder, 'euros.csv');
    const text = '€'.repeat(300_000);
    writeFileSync(file, `text\n${text}\n`);
    const { rows, sha256: hash } = await sampleDatasetFile(file, options);
    assert.equal(rows[0]?.values['text'], text);
    assert.equal(hash, sha256(file));
  });

  const refused: readonly (readonly [
    file: string,
    reason: DatasetErrorReason,
    line: number | undefined,
    message: RegExp,
  ])[] = [
    ['no-such.csv', 'missing', undefined, /no-such\.csv does not exist; /],
    ['', 'unreadable', undefined, /cannot be read \(EISDIR/],
    ['tickets.xlsx', 'format', undefined, /tickets\.xlsx is not in a format .* CSV, TSV, JSON lines.* Parquet/],
    ['no-such.parquet', 'missing', undefined, /no-such\.parquet does not exist; /],
    ['../parquet/no-rows.parquet', 'empty', undefined, /no-rows\.parquet holds no rows; add at least one/],
    ['../parquet/encrypted.parquet', 'format', undefined, /encrypted\.parquet is encrypted/],
    ['nul.csv', 'format', undefined, /nul\.csv is not in a format/],
    ['latin1.csv', 'encoding', 4, /latin1\.csv is not UTF-8 text at line 4; save it as UTF-8/],
    ['cut-character.csv', 'encoding', 2, /cut-character\.csv is not UTF-8 text at line 2/],
    ['empty.csv', 'empty', undefined, /empty\.csv holds no rows/],
    ['header-only.csv', 'empty', undefined, /header-only\.csv holds no rows/],
    ['blank.jsonl', 'empty', undefined, /blank\.jsonl holds no rows/],
    ['empty-array.json', 'empty', undefined, /empty-array\.json holds no rows/],
    ['all-malformed.csv', 'malformed', 2, /all-malformed\.csv .*None of its 2 rows.* lines 2 to 3 has 1 cell /],
    ['duplicate-column.csv', 'malformed', 2, /duplicate-column\.csv .* line 2 names column "text" twice/],
    ['empty-column.csv', 'malformed', 1, /empty-column\.csv .* line 1 leaves column 2 without a name/],
  ];
  for (const [file, reason, line, message] of refused) {
    it(`rejects ${file || 'a folder'} as ${reason}`, async () => {
      const path = join(fixtures, file);
      await assert.rejects(sampleDatasetFile(path, options), isDatasetError(path, reason, line, message));
      await assert.rejects(collected(readDatasetFile(path, options)), isDatasetError(path, reason, line, message));
    });
  }

  it('rejects with the reason of an abort', async () => {
    const reason = new Error('enough');
    const rejection = sampleDatasetFile(join(fixtures, 'tickets.csv'), {
      ...options,
      signal: AbortSignal.abort(reason),
    });
    await assert.rejects(rejection, (error) => error === reason);
  });

  it('stops in the middle of a file', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const sampling = sampleDatasetFile(longFile(), { ...options, signal: controller.signal });
    controller.abort(reason);
    await assert.rejects(sampling, (error) => error === reason);
  });
});

describe('readDatasetFile', () => {
  it('gives all readable rows in file order', async () => {
    const rows = await collected(readDatasetFile(join(fixtures, 'malformed.csv'), options));
    assert.deepEqual(
      rows.map((row) => [row.index, row.line, row.values['id'], row.gold]),
      [
        [0, 2, '1', 'a'],
        [1, 7, '3', 'b'],
        [2, 12, '7', 'c'],
        [3, 14, '9', 'e'],
      ],
    );
  });

  it('stops in the middle of a Parquet file', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const file = join(fixtures, '../parquet/pages-v2.parquet');
    const indices: number[] = [];
    const reading = async () => {
      for await (const { index } of readDatasetFile(file, { signal: controller.signal })) {
        indices.push(index);
        controller.abort(reason);
      }
    };
    await assert.rejects(reading(), (error) => error === reason);
    assert.equal(indices.length, 400, 'the row group that was read, and no other');
  });

  it('stops in the middle of a file', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    let rows = 0;
    const reading = async () => {
      for await (const _ of readDatasetFile(longFile(), { signal: controller.signal })) {
        rows++;
        controller.abort(reason);
      }
    };
    await assert.rejects(reading(), (error) => error === reason);
    assert.ok(0 < rows && rows < longFileRows, `${rows} rows`);
  });
});

const longFileRows = 50_000;

function longFile(): string {
  const file = join(folder, 'long.csv');
  writeFileSync(file, `id,text\n${'1,some text that goes on for a bit\n'.repeat(longFileRows)}`);
  return file;
}

function isDatasetError(file: string, reason: DatasetErrorReason, line: number | undefined, message: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof DatasetError);
    assert.deepEqual([error.file, error.reason, error.line], [file, reason, line]);
    assert.match(error.message, message);
    return true;
  };
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
