import type { JsonValue } from '../jsonValue.ts';

/** Column name to value. CSV cells are always strings. */
export type RowValues = Readonly<Record<string, JsonValue>>;

export interface Row {
  /** 0-based position among the dataset's rows, malformed ones not counted. */
  readonly index: number;
  /** 1-based physical line of the file on which the row starts. */
  readonly line: number;
  /** Without the gold column. */
  readonly values: RowValues;
  /** The expected answer, where the dataset has a gold column and this row a value in it. */
  readonly gold: string | undefined;
}
