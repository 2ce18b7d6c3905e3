import { jsonRow } from './jsonRow.ts';
import { maximumRowCharacters, type RawRecord, type RecordReader, rowTooLong } from './recordReader.ts';

/** Reads one JSON object a line. Blank lines are passed over. */
export class JsonLinesReader implements RecordReader {
  #rest = '';
  #line = 1;
  #isTooLong = false;

  read(text: string): readonly RawRecord[] {
    const records: RawRecord[] = [];
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.#rest += text.slice(start, end);
      this.#endLine(records);
      start = end + 1;
    }
    this.#rest += text.slice(start);
    if (this.#rest.length > maximumRowCharacters) {
      this.#isTooLong = true;
      this.#rest = '';
    }
    return records;
  }

  end(): readonly RawRecord[] {
    const records: RawRecord[] = [];
    this.#endLine(records);
    return records;
  }

  #endLine(records: RawRecord[]): void {
    if (this.#isTooLong) records.push(rowTooLong(this.#line));
    else if (this.#rest.trim() !== '') records.push(jsonRow(this.#rest, this.#line));
    this.#isTooLong = false;
    this.#rest = '';
    this.#line++;
  }
}
