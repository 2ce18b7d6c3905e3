import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { JOURNAL_VERSION, Journal, type JournalRecord } from '../../core/calls/journal.ts';
import { type JournalFile, openJournalFile } from '../../node/journalFile.ts';
import { OtherApplyError } from './applyErrors.ts';

/** The line that says whose progress this is. The lines after it are a journal of the calls that the output may not show yet. */
interface ApplyRecord {
  readonly type: 'apply';
  /** Of the job: see `identityOf`. */
  readonly identity: string;
  /** What was spent before this journal began, in USD. */
  readonly spentUSD: number;
}

/**
 * The file beside an unfinished output: what has been spent, and every paid answer that the output does not hold yet for sure. It is begun anew whenever the
 * output has caught up, so it stays small however large the dataset is. Held by one process at a time.
 */
export class ProgressFile {
  readonly #file: string;
  readonly #outFile: string;
  readonly #identity: string;
  #store: JournalFile;
  #journal: Journal;
  #earlierUSD: number;

  /** @throws OtherApplyError, JournalBusyError, JournalOpenError */
  constructor(outFile: string, identity: string) {
    this.#file = progressFileOf(outFile);
    this.#outFile = outFile;
    this.#identity = identity;
    this.#store = openJournalFile(this.#file);
    this.#journal = new Journal(this.#store, this.#store.lines);
    this.#earlierUSD = this.#readHeader();
  }

  get journal(): Journal {
    return this.#journal;
  }

  /** By all runs of this job so far, in USD. */
  get spentUSD(): number {
    return this.#earlierUSD + this.#journal.spentUSD;
  }

  /** Call only when the output holds the answer of every call that was made: they are forgotten. */
  beginAnew(): void {
    const spentUSD = this.spentUSD;
    const draft = `${this.#file}.tmp`;
    const first: JournalRecord = { type: 'journal', version: JOURNAL_VERSION };
    writeFileSync(draft, `${JSON.stringify(first)}\n${this.#header(spentUSD)}`);
    this.#store.close();
    renameSync(draft, this.#file);
    this.#store = openJournalFile(this.#file);
    this.#journal = new Journal(this.#store, this.#store.lines);
    this.#earlierUSD = spentUSD;
  }

  /** The output is whole: nothing is left to remember. */
  remove(): void {
    rmSync(this.#file);
    this.close();
  }

  close(): void {
    this.#store.close();
  }

  #readHeader(): number {
    const { lines } = this.#store;
    const header = lines.map((line) => JSON.parse(line) as { type: string }).find(isApplyRecord);
    if (header && header.identity === this.#identity) return header.spentUSD;
    if (header || lines.length > 1) {
      this.#store.close();
      throw new OtherApplyError(this.#outFile);
    }
    // New, or the process died before it could write more than the journal's own line.
    this.#store.append(this.#header(0));
    return 0;
  }

  #header(spentUSD: number): string {
    const record: ApplyRecord = { type: 'apply', identity: this.#identity, spentUSD };
    return `${JSON.stringify(record)}\n`;
  }
}

export function progressFileOf(outFile: string): string {
  return `${outFile}.progress.jsonl`;
}

export function hasProgress(outFile: string): boolean {
  return existsSync(progressFileOf(outFile));
}

function isApplyRecord(record: { readonly type: string }): record is ApplyRecord {
  return record.type === 'apply';
}
