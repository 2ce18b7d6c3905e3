import { jsonRow } from './jsonRow.ts';
import { lineFinding } from './lineFinding.ts';
import {
  type DatasetNote,
  maximumRowCharacters,
  type RawRecord,
  type RecordReader,
  rowTooLong,
} from './recordReader.ts';

const newline = 0x0a;
const space = 0x20;
const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Reads a JSON array of objects without holding more than one of them: finds where each element ends by its brackets, strings left out,
 * and has `JSON.parse` judge it. No string goes over a line end: where one seems to, a quote is missing, the element is given up, and
 * the next line starts another.
 */
export class JsonArrayReader implements RecordReader {
  #line = 1;
  /** Open brackets: 0 before the array, 1 between its elements. */
  #depth = 0;
  #isClosed = false;
  #inString = false;
  #isEscaped = false;
  /** What earlier pieces held of the current element, and the line of its first character. */
  #element = '';
  #elementLine: number | undefined;
  #isTooLong = false;
  #isFirst = true;
  #hasTextAfter = false;

  read(text: string): readonly RawRecord[] {
    const records: RawRecord[] = [];
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.#inString && code !== newline) {
        this.#readInString(code);
      } else if (this.#inString) {
        this.#endElement(text.slice(start, at), false, records);
        start = at + 1;
        this.#line++;
      } else if (code <= space) {
        if (code === newline) this.#line++;
      } else if (this.#isClosed) {
        if (!this.#hasTextAfter) records.push(this.#textAfter());
      } else if (this.#depth === 0) {
        // The first character is the array's bracket: the content told the format.
        this.#depth = 1;
        start = at + 1;
      } else if (this.#depth === 1 && (code === comma || code === closeBracket)) {
        this.#endElement(text.slice(start, at), code === closeBracket, records);
        start = at + 1;
      } else {
        this.#readInElement(code);
      }
    }
    if (!this.#isClosed) this.#keep(text.slice(start));
    return records;
  }

  end(): readonly RawRecord[] {
    const records: RawRecord[] = [];
    if (this.#isClosed || this.#depth === 0) return records;
    if (this.#elementLine !== undefined) this.#endElement('', true, records);
    const message = `The array is not closed at the end of the file, line ${this.#line}; the file may be cut off.`;
    records.push(remark('unclosed-array', message, this.#line));
    return records;
  }

  #readInString(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === backslash) this.#isEscaped = true;
    else if (code === quote) this.#inString = false;
  }

  #readInElement(code: number): void {
    this.#elementLine ??= this.#line;
    if (code === quote) this.#inString = true;
    else if (code === openBrace || code === openBracket) this.#depth++;
    else if ((code === closeBrace || code === closeBracket) && this.#depth > 1) this.#depth--;
  }

  #keep(tail: string): void {
    if (this.#isTooLong) return;
    this.#element += tail;
    if (this.#element.length <= maximumRowCharacters) return;
    this.#isTooLong = true;
    this.#element = '';
  }

  #endElement(tail: string, isLast: boolean, records: RawRecord[]): void {
    const line = this.#elementLine ?? this.#line;
    const text = this.#element + tail;
    const isEmptyArray = isLast && this.#isFirst && this.#elementLine === undefined;
    if (this.#isTooLong) records.push(rowTooLong(line));
    else if (!isEmptyArray) records.push(jsonRow(text, line));
    this.#element = '';
    this.#elementLine = undefined;
    this.#isTooLong = false;
    this.#isFirst = false;
    this.#depth = 1;
    this.#inString = false;
    this.#isEscaped = false;
    this.#isClosed = isLast;
  }

  #textAfter(): DatasetNote {
    this.#hasTextAfter = true;
    const message = `Line ${this.#line} has text after the end of the array; it is not read.`;
    return remark('text-after-array', message, this.#line);
  }
}

function remark(code: string, message: string, line: number): DatasetNote {
  return { kind: 'remark', finding: lineFinding({ code, severity: 'error', message, line }) };
}
