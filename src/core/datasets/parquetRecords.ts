import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
  type RowGroup,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { DatasetError } from './datasetError.ts';
import { ParquetColumn, type RowRange, stretchesOf } from './parquetColumn.ts';
import { type GroupPages, pagesOfGroup } from './parquetPages.ts';
import { parquetRecord, parsers } from './parquetValues.ts';
import type { RawRecord } from './recordReader.ts';

const rowsPerBatch = 1000;

/**
 * Reads a Parquet file's rows, holding a few pages of each column, whatever the sizes of its row groups. A record's line is its row, from 1.
 * @param file its name, for errors.
 * Throws a DatasetError for a file that is cut short, damaged, encrypted, compressed in a way that is not read, or no Parquet at all.
 */
export async function* parquetRecords(buffer: AsyncBuffer, file: string): AsyncGenerator<readonly RawRecord[]> {
  await requireParquet(buffer, file);
  const metadata = await unlessDamaged(parquetMetadataAsync(buffer, { geoparquet: false }), file, 'its footer');
  requireReadable(metadata, file);
  let start = 0;
  for (const [index, group] of metadata.row_groups.entries()) {
    const rows = { start, end: start + Number(group.num_rows) };
    const opening = columnsOfGroup(buffer, metadata, { index, group, rows });
    const columns = await unlessDamaged(opening, file, `row group ${index + 1}`);
    for (let row = rows.start; row < rows.end; ) {
      const reading = Promise.all(columns.map((column) => column.hold(row)));
      const held = await unlessDamaged(reading, file, `what follows its row ${row}`);
      const end = Math.min(row + rowsPerBatch, ...held);
      yield Array.from({ length: end - row }, (_, at) => parquetRecord(columns, row + at));
      row = end;
    }
    start = rows.end;
  }
}

async function columnsOfGroup(
  buffer: AsyncBuffer,
  metadata: FileMetaData,
  { index, group, rows }: { readonly index: number; readonly group: RowGroup; readonly rows: RowRange },
): Promise<ParquetColumn[]> {
  const pages = await pagesOfGroup(buffer, metadata, group);
  const pageLocationsByGroup: GroupPages[] = [];
  pageLocationsByGroup[index] = pages;
  const range = { rowStart: rows.start, rowEnd: rows.end, pageLocationsByGroup };
  const scan = await parquetScan({ file: buffer, metadata, compressors, parsers, ...range });
  return parquetSchema(metadata).children.map(({ element: { name } }) => {
    const path = largestPart(group, name);
    return new ParquetColumn(name, scan, stretchesOf(pages[path], rows));
  });
}

/** The path of the part of a nested column that has the most bytes; of any other column, its name. */
function largestPart(group: RowGroup, column: string): string {
  const [largest] = group.columns
    .flatMap(({ meta_data }) => (meta_data?.path_in_schema[0] === column ? [meta_data] : []))
    .sort((one, other) => Number(other.total_compressed_size - one.total_compressed_size));
  return largest?.path_in_schema.join('.') ?? column;
}

/** Files begin and end with four letters, which say whether what they end with can be read. */
async function requireParquet(buffer: AsyncBuffer, file: string): Promise<void> {
  const { byteLength } = buffer;
  const letters = async (start: number) =>
    byteLength < 12 ? '' : new TextDecoder('latin1').decode(await buffer.slice(start, start + 4));
  const [first, last] = [await letters(0), await letters(byteLength - 4)];
  if (first === 'PARE' || last === 'PARE') throw encrypted(file);
  if (first !== 'PAR1') {
    const message = `${file} is no Parquet file, though its name says so; write it as Parquet, or name it by the format it has.`;
    throw new DatasetError(message, { file, reason: 'format' });
  }
  if (last === 'PAR1') return;
  const message = `${file} is cut short: a Parquet file's end says where everything is. Copy or write it again.`;
  throw new DatasetError(message, { file, reason: 'malformed' });
}

/** What can be known of columns before their first row is read. */
function requireReadable({ row_groups }: FileMetaData, file: string): void {
  for (const { meta_data, crypto_metadata } of row_groups.flatMap(({ columns }) => columns)) {
    if (meta_data === undefined || crypto_metadata !== undefined) throw encrypted(file);
    const { codec, path_in_schema } = meta_data;
    if (codec === 'UNCOMPRESSED' || codec in compressors) continue;
    const read = Object.keys(compressors).join(', ');
    const message = `${file}: column "${path_in_schema.join('.')}" is compressed with ${codec}, which is not read; write the file without compression or with one of ${read}.`;
    throw new DatasetError(message, { file, reason: 'format' });
  }
}

function encrypted(file: string): DatasetError {
  const message = `${file} is encrypted, which is not read; write it without encryption.`;
  return new DatasetError(message, { file, reason: 'format' });
}

/** The library's errors are plain ones about bytes; what reading the file itself rejects with passes through. */
async function unlessDamaged<T>(reading: Promise<T>, file: string, where: string): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof DatasetError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    const message = `${file} is damaged, or of a kind that is not read: ${where} cannot be decoded (${detail}). Write it again.`;
    throw new DatasetError(message, { file, reason: 'malformed', cause: error });
  }
}
