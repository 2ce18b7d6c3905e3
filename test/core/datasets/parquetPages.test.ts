import assert from 'node:assert/strict';
import { type ParquetScan, parquetMetadataAsync, parquetScan } from 'hyparquet';
import { ParquetColumn, stretchesOf } from '../../../src/core/datasets/parquetColumn.ts';
import { pagesOfGroup } from '../../../src/core/datasets/parquetPages.ts';
import { bufferOf, pagedRows, parquetBytes } from './parquetFixture.ts';

async function groupsOf(name: string) {
  const buffer = bufferOf(parquetBytes(name));
  const metadata = await parquetMetadataAsync(buffer);
  return { buffer, metadata, groups: metadata.row_groups };
}

describe('pagesOfGroup', () => {
  for (const name of ['pages-v1', 'pages-v2']) {
    it(`finds by the headers of ${name} what its index says`, async () => {
      const { buffer, metadata, groups } = await groupsOf(name);
      assert.equal(groups.length, 2);
      for (const group of groups) {
        const indexed = await pagesOfGroup(buffer, metadata, group);
        const columns = group.columns.map((column) => ({ ...column, offset_index_offset: 0n }));
        const found = await pagesOfGroup(buffer, metadata, { ...group, columns });
        assert.ok((found['text'] ?? []).length > 4);
        // The first version's headers do not say how many lists a page holds.
        if (name === 'pages-v1') delete (indexed as Record<string, unknown>)['tags.list.item'];
        assert.deepEqual(found, indexed);
      }
    });
  }
});

describe('stretchesOf', () => {
  const page = (first_row_index: number, compressed_page_size: number) => ({
    offset: 0n,
    first_row_index: BigInt(first_row_index),
    compressed_page_size,
  });
  const kilobytes = 1024;
  const cases = [
    { name: 'one without pages', pages: undefined, ends: [400] },
    { name: 'one of small pages', pages: [page(0, 10), page(50, 10), page(90, 10)], ends: [400] },
    {
      name: 'a new one when enough is together',
      pages: [page(0, 200 * kilobytes), page(50, 200 * kilobytes), page(90, 300 * kilobytes), page(95, 1)],
      ends: [190, 195, 400],
    },
    { name: 'none without rows', pages: [page(0, 300 * kilobytes), page(0, 5), page(0, 5)], ends: [400] },
  ];
  for (const { name, pages, ends } of cases) {
    it(`makes ${name}`, () => {
      const stretches = stretchesOf(pages, { start: 100, end: 400 });
      assert.deepEqual(
        stretches.map(({ end }) => end),
        ends,
      );
      assert.deepEqual(
        stretches.map(({ start }) => start),
        [100, ...ends.slice(0, -1)],
      );
    });
  }
});

describe('ParquetColumn', () => {
  it('decodes each page once and gives every value of it', async () => {
    const { buffer, metadata, groups } = await groupsOf('pages-v1');
    const [group] = groups;
    assert.ok(group);
    const pages = await pagesOfGroup(buffer, metadata, group);
    const scan = await parquetScan({ file: buffer, metadata });
    const reads: number[] = [];
    const counted: ParquetScan = {
      ...scan,
      readColumn(options) {
        reads.push(options.rowStart);
        return scan.readColumn(options);
      },
    };
    const starts = (pages['text'] ?? []).map(({ first_row_index }) => Number(first_row_index));
    const stretches = starts.map((start, at) => ({ start, end: starts[at + 1] ?? 400 }));
    const column = new ParquetColumn('text', counted, stretches);
    const values: unknown[] = [];
    for (let row = 0; row < 400; row++) {
      assert.ok((await column.hold(row)) > row);
      values.push(column.valueAt(row) ?? null);
    }
    assert.deepEqual(
      values,
      pagedRows.slice(0, 400).map(({ text }) => text),
    );
    assert.deepEqual(reads, starts);
    await assert.rejects(column.hold(400), RangeError);
  });
});
