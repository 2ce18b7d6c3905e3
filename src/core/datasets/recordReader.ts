import type { Finding } from '../findings.ts';
import { lineFinding } from './lineFinding.ts';
import type { RowValues } from './row.ts';

/** Something that reading a dataset met and that is no row. */
export type DatasetNote =
  /** One row was skipped. */
  | { readonly kind: 'malformed'; readonly finding: Finding }
  /** About the dataset as a whole; reading goes on. */
  | { readonly kind: 'remark'; readonly finding: Finding }
  /** The dataset cannot be read; nothing follows. */
  | { readonly kind: 'refused'; readonly finding: Finding };

/** One row as the file has it, the gold column still among its values. */
export interface ValuesRecord {
  readonly kind: 'values';
  /** 1-based physical line on which it starts. */
  readonly line: number;
  readonly values: RowValues;
}

export type RawRecord = ValuesRecord | DatasetNote;

/**
 * Takes a file's text piece by piece, cut anywhere, and gives the records that each piece completes, in order.
 * Text has `\n` as its only line end and no byte order mark (`universalNewlines`).
 */
export interface RecordReader {
  read(text: string): readonly RawRecord[];
  /** No text follows: gives what is left. */
  end(): readonly RawRecord[];
}

/**
 * The longest row, in UTF-16 units: about half a million tokens. It bounds the memory and the work that one missing quote or bracket
 * can take.
 */
export const maximumRowCharacters = 2 * 1024 * 1024;

export function malformedRow(code: string, message: string, line: number, lastLine = line): DatasetNote {
  return { kind: 'malformed', finding: lineFinding({ code, severity: 'error', message, line, lastLine }) };
}

export function rowTooLong(line: number): DatasetNote {
  const message = `The row that starts on line ${line} is longer than ${maximumRowCharacters} characters; look for a missing quote, bracket or line break.`;
  return malformedRow('row-too-long', message, line);
}
