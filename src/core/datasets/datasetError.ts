import { InputError } from '../errors.ts';
import type { Finding } from '../findings.ts';

/**
 * `missing`: no such file. `unreadable`: the system refuses to read it. `format`: of a kind that is not read. `encoding`: not UTF-8.
 * `empty`: no rows at all. `malformed`: no row could be made out.
 */
export type DatasetErrorReason = 'missing' | 'unreadable' | 'format' | 'encoding' | 'empty' | 'malformed';

export interface DatasetErrorFacts {
  readonly file: string;
  readonly reason: DatasetErrorReason;
  /** 1-based physical line, where one is to blame. */
  readonly line?: number | undefined;
  /** The first findings, for the editor to underline. */
  readonly findings?: readonly Finding[];
  readonly cause?: unknown;
}

/** A dataset that gives no rows to work with. */
export class DatasetError extends InputError {
  readonly file: string;
  readonly reason: DatasetErrorReason;
  readonly line: number | undefined;
  readonly findings: readonly Finding[];

  constructor(message: string, facts: DatasetErrorFacts) {
    super(message, { cause: facts.cause });
    this.file = facts.file;
    this.reason = facts.reason;
    this.line = facts.line;
    this.findings = facts.findings ?? [];
  }
}
