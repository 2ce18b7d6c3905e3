import { type AsyncBuffer, type FileMetaData, parquetSchema, type RowGroup, readOffsetIndex } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import type { ColumnMetaData, PageHeader, PageLocation } from 'hyparquet/src/types.js';

/** Enough for a page's header unless its statistics hold long texts. */
const headerBytes = 16 * 1024;

/** Of one row group, by the column's path joined with points. */
export type GroupPages = Readonly<Record<string, PageLocation[]>>;

/**
 * Where each page of a row group begins, so that a stretch of rows is read without the rest of the group. Some files have an index of it;
 * most do not (pandas writes a million rows as one group without), but the pages' headers tell as much. A column is left out where they do not.
 */
export async function pagesOfGroup(buffer: AsyncBuffer, metadata: FileMetaData, group: RowGroup): Promise<GroupPages> {
  const flat = new Set(
    parquetSchema(metadata)
      .children.filter(({ children, element }) => children.length === 0 && element.repetition_type !== 'REPEATED')
      .map(({ element }) => element.name),
  );
  const pages: Record<string, PageLocation[]> = {};
  for (const { meta_data, offset_index_offset: at, offset_index_length: length } of group.columns) {
    if (meta_data === undefined) continue;
    const path = meta_data.path_in_schema.join('.');
    const found =
      at && length
        ? indexedPages(await buffer.slice(Number(at), Number(at) + length))
        : await pagesOfColumn(buffer, meta_data, flat.has(path));
    if (found !== undefined) pages[path] = found;
  }
  return pages;
}

function indexedPages(index: ArrayBuffer): PageLocation[] {
  return readOffsetIndex({ view: new DataView(index), offset: 0 }).page_locations;
}

/** undefined: the headers of pages of lists need not say how many rows they hold. */
async function pagesOfColumn(
  buffer: AsyncBuffer,
  column: ColumnMetaData,
  isFlat: boolean,
): Promise<PageLocation[] | undefined> {
  const start = Number(column.dictionary_page_offset || column.data_page_offset);
  const end = start + Number(column.total_compressed_size);
  const pages: PageLocation[] = [];
  let row = 0;
  for (let at = start; at < end; ) {
    const { header, length } = await headerAt(buffer, at, end);
    const { data_page_header: first, data_page_header_v2: second } = header;
    const compressed_page_size = length + header.compressed_page_size;
    if (first !== undefined || second !== undefined) {
      const rows = second?.num_rows ?? (isFlat ? first?.num_values : undefined);
      if (rows === undefined) return undefined;
      pages.push({ offset: BigInt(at), compressed_page_size, first_row_index: BigInt(row) });
      row += rows;
    }
    at += compressed_page_size;
  }
  return pages.length > 0 ? pages : undefined;
}

async function headerAt(
  buffer: AsyncBuffer,
  at: number,
  end: number,
  bytes = headerBytes,
): Promise<{ readonly header: PageHeader; readonly length: number }> {
  const view = new DataView(await buffer.slice(at, Math.min(at + bytes, end)));
  const reader = { view, offset: 0 };
  try {
    return { header: parquetHeader(reader), length: reader.offset };
  } catch (error) {
    // A DataView throws RangeErrors where it ends: the header goes on.
    if (error instanceof RangeError && at + bytes < end) return headerAt(buffer, at, end, 16 * bytes);
    throw error;
  }
}
