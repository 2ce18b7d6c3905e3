import Papa from 'papaparse';
import type { Row } from '../../core/datasets/row.ts';
import type { JsonValue } from '../../core/jsonValue.ts';

export const outputFormatNames = ['jsonl', 'csv'] as const;
export type OutputFormatName = (typeof outputFormatNames)[number];

/** One row of the dataset with what became of it. */
export interface AnsweredRow {
  readonly row: Row;
  /** null: there is no answer, and `error` says why. */
  readonly output: string | null;
  readonly model: string | null;
  /** In USD; undefined: unknown. */
  readonly costUSD: number | undefined;
  readonly error?: string | undefined;
}

export interface OutputFormat {
  readonly name: OutputFormatName;
  /** First line of the file; empty: none. */
  readonly header: string;
  /** A quoted cell may hold line ends. */
  readonly isQuoted: boolean;
  lineOf(answered: AnsweredRow): string;
}

/**
 * JSON lines hold all of a row's values under `input`. CSV holds the prompt's variables, as `input.NAME`, so that its columns are known before the first row.
 */
export function outputFormat(name: OutputFormatName, variables: readonly string[]): OutputFormat {
  return name === 'csv' ? csvFormat(variables) : { name, header: '', isQuoted: false, lineOf: jsonLineOf };
}

/** `answers.csv` -> csv, `answers.jsonl` -> jsonl; undefined: the name does not tell. */
export function formatOfOutput(file: string): OutputFormatName | undefined {
  if (/\.csv$/i.test(file)) return 'csv';
  return /\.(jsonl|ndjson)$/i.test(file) ? 'jsonl' : undefined;
}

function jsonLineOf({ row, output, model, costUSD, error }: AnsweredRow): string {
  const { index, values: input, gold: expected } = row;
  return `${JSON.stringify({ row: index, input, expected, output, model, costUSD: costUSD ?? null, error })}\n`;
}

function csvFormat(variables: readonly string[]): OutputFormat {
  const columns = [
    'row',
    ...variables.map((name) => `input.${name}`),
    'expected',
    'output',
    'model',
    'costUSD',
    'error',
  ];
  return {
    name: 'csv',
    header: csvLine(columns),
    isQuoted: true,
    lineOf: ({ row, output, model, costUSD, error }) =>
      csvLine([
        row.index,
        ...variables.map((name) => cellOf(row.values[name])),
        row.gold,
        output,
        model,
        costUSD,
        error,
      ]),
  };
}

function csvLine(cells: readonly unknown[]): string {
  return `${Papa.unparse([[...cells]], { newline: '\n' })}\n`;
}

function cellOf(value: JsonValue | undefined): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
