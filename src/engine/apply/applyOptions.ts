import type { ColumnMap } from '../columnMap.ts';
import type { OutputFormatName } from './outputFormat.ts';

export interface ApplyOptions {
  readonly configFile: string;
  readonly dataFile: string;
  readonly outFile: string;
  readonly format: OutputFormatName;
  readonly overwrite: boolean;
  readonly allowChangedPrompt: boolean;
  readonly onFailure: 'next stage' | 'error';
  readonly maxSpendUSD: number;
  /** Calls at once per model. */
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly pricesFile: string | undefined;
  /** Folder of the profile's journal; undefined: `.downtier` beside the prompt. */
  readonly journalFolder: string | undefined;
  /** Beside those that the config names. */
  readonly columns?: ColumnMap;
  /** After so many rows the output is made durable and their answers are forgotten, which bounds memory. Default 4,000. */
  readonly rowsPerSegment?: number;
}
