import type { ParseResult } from 'papaparse';
import Papa from 'papaparse';
import { lineFinding } from './lineFinding.ts';
import {
  type DatasetNote,
  malformedRow,
  maximumRowCharacters,
  type RawRecord,
  type RecordReader,
  rowTooLong,
} from './recordReader.ts';
import type { RowValues } from './row.ts';

/** Text read in vain for the ends of open quotes. More of it, and a file that is all broken quotes would take minutes. */
const maximumVainCharacters = 32 * maximumRowCharacters;

/**
 * Reads delimited text whose first row names the columns. Of the given delimiters the one that cuts the header into the most cells is
 * taken. Blank rows are passed over. A row with a broken quote or the wrong number of cells is malformed; a broken quote costs its
 * physical line, not the sound rows after it.
 */
export class CsvReader implements RecordReader {
  readonly #delimiters: readonly string[];
  #parser: Papa.Parser | undefined;
  #columns: readonly string[] | undefined;
  #isRefused = false;
  /** Text that no complete row has taken yet, and the physical line it starts on. */
  #rest = '';
  #line = 1;
  /** A row longer than one piece is tried again only when its text has doubled: linear work, not quadratic. */
  #retryLength = 0;
  #vainCharacters = 0;
  #isSkippingLine = false;

  /** @param delimiters in order of preference where the header does not tell. */
  constructor(delimiters: readonly string[] = [',', ';', '\t', '|']) {
    this.#delimiters = delimiters;
  }

  read(text: string): readonly RawRecord[] {
    const records: RawRecord[] = [];
    if (this.#isRefused) return records;
    this.#rest += this.#isSkippingLine ? this.#afterLongLine(text) : text;
    if (this.#rest.length < this.#retryLength) return records;
    this.#readCompleteRows(records);
    if (this.#rest.length > maximumRowCharacters && !this.#isRefused) this.#giveUpLine(records);
    this.#retryLength = records.length === 0 ? Math.min(2 * this.#rest.length, maximumRowCharacters) : 0;
    return records;
  }

  end(): readonly RawRecord[] {
    const records: RawRecord[] = [];
    if (this.#rest !== '' && !this.#rest.endsWith('\n')) this.#rest += '\n';
    while (this.#rest !== '' && !this.#isRefused) {
      this.#readCompleteRows(records);
      if (this.#rest !== '' && !this.#isRefused) this.#giveUpLine(records);
    }
    return records;
  }

  #readCompleteRows(records: RawRecord[]): void {
    this.#parser ??= this.#parserForHeader();
    if (this.#parser === undefined) return;
    const { data, errors, meta } = parseCompleteRows(this.#parser, this.#rest);
    const broken = new Set(errors.map((error) => error.row));
    const lines = broken.size > 0 ? this.#rest.split('\n') : [];
    const firstLine = this.#line;
    for (const [index, cells] of data.entries()) {
      const line = this.#line;
      this.#line += 1 + newlinesIn(cells);
      if (isBlank(cells)) continue;
      if (this.#columns === undefined) this.#readHeader(cells, line, broken.has(index), records);
      else if (!broken.has(index)) records.push(record(this.#columns, cells, line, this.#line - 1));
      else {
        for (const [offset, text] of lines.slice(line - firstLine, this.#line - firstLine).entries()) {
          this.#readLineApart(this.#parser, text, line + offset, records);
        }
      }
      if (this.#isRefused) break;
    }
    this.#rest = this.#rest.slice(meta.cursor);
  }

  /** `undefined` until the header's first line is complete. */
  #parserForHeader(): Papa.Parser | undefined {
    const blank = /^(?:[^\S\n]*\n)+/.exec(this.#rest)?.[0] ?? '';
    this.#line += newlinesIn([blank]);
    this.#rest = this.#rest.slice(blank.length);
    const lineEnd = this.#rest.indexOf('\n');
    if (lineEnd === -1) return undefined;
    const header = this.#rest.slice(0, lineEnd);
    const [parser] = this.#delimiters
      .map((delimiter) => new Papa.Parser({ delimiter, newline: '\n' }))
      .sort((first, second) => cellCount(second, header) - cellCount(first, header));
    return parser;
  }

  #readHeader(cells: readonly string[], line: number, isBroken: boolean, records: RawRecord[]): void {
    const columns = cells.map((cell) => cell.trim());
    const empty = columns.indexOf('');
    const duplicate = columns.find((column, at) => columns.indexOf(column) < at);
    const header = `The header on line ${line}`;
    if (isBroken) records.push(this.#refuse('invalid-quotes', `${header} has text after a closing quote.`, line));
    else if (empty !== -1) {
      const message = `${header} leaves column ${empty + 1} without a name; name it.`;
      records.push(this.#refuse('empty-column', message, line));
    } else if (duplicate !== undefined) {
      const message = `${header} names column "${duplicate}" twice; rename one.`;
      records.push(this.#refuse('duplicate-column', message, line));
    } else this.#columns = columns;
  }

  /**
   * Reads one line of a row whose quotes are broken: such a row goes on to the next quote that could close it, over rows that are sound
   * on their own. A quote that is left in a cell may be the broken row's other end, so that line is malformed as well.
   */
  #readLineApart(parser: Papa.Parser, text: string, line: number, records: RawRecord[]): void {
    const { data, errors } = parseCompleteRows(parser, `${text}\n`);
    const cells = data[0];
    if (cells === undefined || errors.length > 0 || cells.some((cell) => cell.includes('"'))) {
      const message = `The row on line ${line} has text after a closing quote, or a quote that is not closed; write a quote inside a quoted cell twice ("").`;
      records.push(malformedRow('invalid-quotes', message, line));
    } else if (!isBlank(cells)) records.push(record(this.#columns ?? [], cells, line, line));
  }

  /** The rest starts with a row that does not end: gives up its first physical line. */
  #giveUpLine(records: RawRecord[]): void {
    const line = this.#line;
    const lineEnd = this.#rest.indexOf('\n');
    if (this.#columns === undefined) {
      const message = `The header on line ${line} does not end; look for a quote that is not closed.`;
      records.push(this.#refuse('unclosed-quote', message, line));
    } else if (lineEnd === -1) {
      this.#isSkippingLine = true;
      this.#rest = '';
      records.push(rowTooLong(line));
    } else if (this.#vainCharacters > maximumVainCharacters) {
      const message = `Too many quotes are not closed, the last of them opened on line ${line}; write a quote inside a quoted cell twice ("").`;
      records.push(this.#refuse('unclosed-quote', message, line));
    } else {
      const message = `The row on line ${line} opens a quote that is not closed; close it, and write a quote inside a quoted cell twice ("").`;
      records.push(malformedRow('unclosed-quote', message, line));
      this.#vainCharacters += this.#rest.length;
      this.#rest = this.#rest.slice(lineEnd + 1);
      this.#line++;
    }
  }

  #afterLongLine(text: string): string {
    const lineEnd = text.indexOf('\n');
    if (lineEnd === -1) return '';
    this.#isSkippingLine = false;
    this.#line++;
    return text.slice(lineEnd + 1);
  }

  #refuse(code: string, message: string, line: number): DatasetNote {
    this.#isRefused = true;
    return { kind: 'refused', finding: lineFinding({ code, severity: 'error', message, line }) };
  }
}

/**
 * Uses Papa Parse's synchronous parser, the part its own streaming is built on: a row that the text cuts off is left for later, and
 * `meta.cursor` says where it starts. Its streams would need Node's or the browser's.
 */
function parseCompleteRows(parser: Papa.Parser, text: string): ParseResult<string[]> {
  return parser.parse(text, 0, true);
}

function cellCount(parser: Papa.Parser, line: string): number {
  const { data }: ParseResult<string[]> = parser.parse(line, 0, false);
  return data[0]?.length ?? 0;
}

function record(columns: readonly string[], cells: readonly string[], line: number, lastLine: number): RawRecord {
  if (cells.length === columns.length) return { kind: 'values', line, values: valuesOf(columns, cells) };
  const where = lastLine > line ? `lines ${line} to ${lastLine}` : `line ${line}`;
  const count = cells.length === 1 ? '1 cell' : `${cells.length} cells`;
  const message = `The row on ${where} has ${count} where the header names ${columns.length}; put cells that hold the delimiter or a line break in quotes.`;
  return malformedRow('wrong-cell-count', message, line, lastLine);
}

/** A loop, since this is the reader's hottest line: `Object.fromEntries` takes three times as long. */
function valuesOf(columns: readonly string[], cells: readonly string[]): RowValues {
  const values: Record<string, string> = {};
  for (let at = 0; at < columns.length; at++) values[columns[at] ?? ''] = cells[at] ?? '';
  return values;
}

function newlinesIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) count++;
  }
  return count;
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}
