import { existsSync, readFileSync, rmSync } from 'node:fs';
import { JOURNAL_VERSION, Journal, type JournalRecord } from '../../core/calls/journal.ts';
import { type JournalFile, openJournalFile } from '../../node/journalFile.ts';
import { OtherApplyError, OutputExistsError } from './applyErrors.ts';

/** The line that says whose progress this is. The lines after it are a journal of the calls that the output may not show yet. */
interface ApplyRecord {
  readonly type: 'apply';
  /** Of the job: see `identityOf`. */
  readonly identity: string;
  /** What was spent before this journal began, in USD. */
  readonly spentUSD: number;
}

export interface Job {
  readonly outFile: string;
  /** Of everything that decides what the output holds. */
  readonly identity: string;
  readonly overwrite?: boolean;
}

/**
 * The file beside an unfinished output: what has been spent, and every paid answer that the output does not hold yet for sure. It is begun anew whenever the
 * output has caught up, so it stays small however large the dataset is. Held by one process at a time.
 */
export class ProgressFile {
  readonly #file: string;
  readonly #identity: string;
  readonly #store: JournalFile;
  #journal: Journal;
  #earlierUSD: number;

  /**
   * Goes on with the progress that is there, or begins. What is at `outFile` of something else is removed where it may be overwritten.
   * @throws OtherApplyError, OutputExistsError, JournalBusyError, JournalOpenError
   */
  constructor({ outFile, identity, overwrite }: Job) {
    this.#file = progressFileOf(outFile);
    this.#identity = identity;
    this.#store = openJournalFile(this.#file);
    try {
      const { lines } = this.#store;
      this.#journal = new Journal(this.#store, lines);
      const header = lines.map((line) => JSON.parse(line) as { type: string }).find(isApplyRecord);
      this.#earlierUSD = header?.identity === identity ? header.spentUSD : 0;
      if (header?.identity === identity) return;
      // Of another job, or just begun: a process that dies here leaves an output that is not taken for this job's.
      if (overwrite) rmSync(outFile, { force: true });
      else if (header || lines.length > 1) throw new OtherApplyError(outFile);
      else if (existsSync(outFile)) throw new OutputExistsError(outFile);
      this.#begin(0);
    } catch (error) {
      this.#store.close();
      throw error;
    }
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
    this.#begin(this.spentUSD);
  }

  /** The output is whole: nothing is left to remember. */
  remove(): void {
    rmSync(this.#file);
    this.close();
  }

  close(): void {
    this.#store.close();
  }

  #begin(spentUSD: number): void {
    const first: JournalRecord = { type: 'journal', version: JOURNAL_VERSION };
    const header: ApplyRecord = { type: 'apply', identity: this.#identity, spentUSD };
    const lines = [first, header].map((record) => `${JSON.stringify(record)}\n`);
    this.#store.replace(lines.join(''));
    this.#journal = new Journal(this.#store, lines);
    this.#earlierUSD = spentUSD;
  }
}

export function progressFileOf(outFile: string): string {
  return `${outFile}.progress.jsonl`;
}

export function hasProgress(outFile: string): boolean {
  return existsSync(progressFileOf(outFile));
}

/** This job has been begun, and its output is there to go on with. It is a small file: see `ProgressFile`. */
export function isBegun({ outFile, identity }: Job): boolean {
  return (
    hasProgress(outFile) && existsSync(outFile) && readFileSync(progressFileOf(outFile), 'utf8').includes(identity)
  );
}

function isApplyRecord(record: { readonly type: string }): record is ApplyRecord {
  return record.type === 'apply';
}
