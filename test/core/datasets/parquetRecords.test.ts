import assert from 'node:assert/strict';
import { DatasetError, type DatasetErrorReason } from '../../../src/core/datasets/datasetError.ts';
import { parquetRecords } from '../../../src/core/datasets/parquetRecords.ts';
import type { RawRecord } from '../../../src/core/datasets/recordReader.ts';
import { collected } from './collected.ts';
import { bufferOf, pagedRows, parquetBytes } from './parquetFixture.ts';
import { summaryOf } from './summaryOf.ts';

const recordsOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<RawRecord[]> =>
  (await collected(parquetRecords(bufferOf(bytes), 'rows.parquet'))).flat();
const valuesOf = (records: readonly RawRecord[]) =>
  records.map((record) => (record.kind === 'values' ? record.values : record.kind));

describe('parquetRecords', () => {
  it('gives values as JSON would have them', async () => {
    assert.deepEqual(valuesOf(await recordsOf(parquetBytes('types'))), [
      {
        small: 1,
        safe: 9007199254740991,
        big: '9007199254740993',
        half: 0.5,
        nan: null,
        yes: true,
        nothing: null,
        day: '2026-11-27',
        instant: '2026-11-27T10:20:30.125Z',
        amount: 12.25,
        list: [1, 2, null],
        struct: { a: 1, b: ['x'] },
        messages: [{ role: 'user', content: 'hi' }],
        id: '123e4567-e89b-12d3-a456-426614174000',
        json: { k: [1] },
        map: { k: 1 },
      },
    ]);
  });

  it('passes over a row with bytes that are no text, and names row and column', async () => {
    const [image, text] = await recordsOf(parquetBytes('binary'));
    assert.ok(image?.kind === 'malformed');
    assert.equal(image.finding.code, 'no-text');
    assert.match(
      image.finding.message,
      /Row 1 has bytes that are no UTF-8 text in column "image"; leave the column out/,
    );
    assert.deepEqual(summaryOf([text as RawRecord]), ['2 {"text":"y","image":"plain"}']);
  });

  for (const codec of ['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4', 'lz4_raw']) {
    it(`reads ${codec}`, async () => {
      const expected = Array.from({ length: 40 }, (_, id) => ({
        id,
        text: `a sentence that is here again and again ${id % 7}`,
      }));
      assert.deepEqual(valuesOf(await recordsOf(parquetBytes(codec))), expected);
    });
  }

  for (const name of ['pages-v1', 'pages-v2']) {
    it(`reads ${name}: rows over many pages and two row groups, with nulls and lists, numbered on`, async () => {
      const records = await recordsOf(parquetBytes(name));
      assert.deepEqual(valuesOf(records), pagedRows);
      assert.deepEqual(
        records.map((record) => record.kind === 'values' && record.line),
        pagedRows.map(({ id }) => id + 1),
      );
    });
  }

  const cut = parquetBytes('sort').slice(0, -100);
  const damaged = parquetBytes('uncompressed').fill(0xff, 4, 60);
  const noFooter = parquetBytes('sort');
  noFooter.fill(0xee, -60, -8);
  const refused: readonly (readonly [string, Uint8Array<ArrayBuffer>, DatasetErrorReason, RegExp])[] = [
    ['nothing', new Uint8Array(0), 'format', /^rows\.parquet is no Parquet file, .*; write it as Parquet/],
    ['text', new TextEncoder().encode('text,label\nsome text,a label\n'), 'format', /is no Parquet file/],
    ['a file that is cut short', cut, 'malformed', /^rows\.parquet is cut short: .* Copy or write it again\.$/],
    ['damaged pages', damaged, 'malformed', /damaged.*: row group 1 cannot be decoded \(.+\)\. Write it again\.$/],
    ['a damaged footer', noFooter, 'malformed', /damaged.*: its footer cannot be decoded/],
    ['an encrypted file', parquetBytes('encrypted'), 'format', /is encrypted, which is not read; write it without/],
    [
      'a codec nobody reads',
      parquetBytes('lzo'),
      'format',
      /column "text" is compressed with LZO.* SNAPPY, GZIP, .*ZSTD/,
    ],
  ];
  for (const [name, bytes, reason, message] of refused) {
    it(`refuses ${name}`, async () => {
      await assert.rejects(recordsOf(bytes), (error) => {
        assert.ok(error instanceof DatasetError, String(error));
        assert.equal(error.reason, reason);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it('says after which row a page is damaged, and gives the rows of the groups before', async () => {
    const bytes = parquetBytes('pages-v2');
    const textsOfSecondGroup = 3742;
    bytes.fill(0xff, textsOfSecondGroup, textsOfSecondGroup + 40);
    const rows: RawRecord[] = [];
    const reading = async () => {
      for await (const records of parquetRecords(bufferOf(bytes), 'rows.parquet')) rows.push(...records);
    };
    await assert.rejects(reading(), /damaged.*: what follows its row 400 cannot be decoded/);
    assert.equal(rows.length, 400);
  });
});
