import { CsvReader } from './csvReader.ts';
import { type DatasetFormat, formatOfContent, formatOfName } from './datasetFormat.ts';
import type { DatasetItem } from './datasetItem.ts';
import { JsonArrayReader } from './jsonArrayReader.ts';
import { JsonLinesReader } from './jsonLinesReader.ts';
import type { RawRecord, RecordReader } from './recordReader.ts';
import type { RowValues } from './row.ts';
import { RowMaker, type RowOptions } from './rowMaker.ts';
import { universalNewlines } from './universalNewlines.ts';

const readers: Readonly<Record<DatasetFormat, () => RecordReader>> = {
  csv: () => new CsvReader(),
  tsv: () => new CsvReader(['\t']),
  jsonl: () => new JsonLinesReader(),
  'json-array': () => new JsonArrayReader(),
};

/**
 * Reads a dataset's rows as a stream: holds one piece of text and one unfinished row at a time, and pulls the next piece only when the
 * rows of the last were taken.
 * @param texts the file's text (UTF-8 already decoded), cut anywhere.
 * @param options.file its name, which tells the format where it can; else the content does.
 * @throws DatasetError when the format is not one that is read. Bad rows are items, not errors.
 */
export function readDataset(
  texts: AsyncIterable<string>,
  options: RowOptions & { readonly file: string },
): AsyncGenerator<DatasetItem> {
  return datasetItems(textRecords(texts, options.file), options);
}

/** Rows, and what there is to say, of records however they were read. */
export async function* datasetItems(
  batches: AsyncIterable<readonly RawRecord[]>,
  options: RowOptions,
): AsyncGenerator<DatasetItem> {
  const maker = new RowMaker(options);
  for await (const records of batches) {
    for (const record of records) {
      // No `yield*`: it would await every item once more.
      if (record.kind === 'values') for (const item of maker.items(record)) yield item;
      else yield record;
      if (record.kind === 'refused') return;
    }
  }
}

/**
 * The same for rows written in a prompt file (`PromptTemplate.testData`). Their `line` is 1: where they stand is not kept.
 */
export function* rowsFromTestData(testData: readonly RowValues[], options: RowOptions = {}): Generator<DatasetItem> {
  const maker = new RowMaker(options);
  for (const values of testData) yield* maker.items({ kind: 'values', line: 1, values });
}

/** In batches, one a piece of text: an await per record costs more than reading it. @throws DatasetError as `readDataset` */
export async function* textRecords(texts: AsyncIterable<string>, file: string): AsyncGenerator<readonly RawRecord[]> {
  let format = formatOfName(file);
  let reader: RecordReader | undefined;
  let beginning = '';
  for await (const text of universalNewlines(texts)) {
    if (reader !== undefined) {
      yield reader.read(text);
      continue;
    }
    beginning += text;
    if (beginning.trim() === '') continue;
    const ofContent = formatOfContent(file, beginning);
    format ??= ofContent;
    reader = readers[format]();
    yield reader.read(beginning);
  }
  if (reader !== undefined) yield reader.end();
}
