import { FailureError, InputError } from '../../core/errors.ts';

/** Where the answers should go, something else is already. */
export class OutputExistsError extends InputError {
  readonly file: string;

  constructor(file: string) {
    super(
      `${file} exists already and is not an unfinished run of apply. Choose another --out, or replace it with --overwrite.`,
    );
    this.file = file;
  }
}

/** An unfinished run stands there, but of another job. */
export class OtherApplyError extends InputError {
  readonly file: string;

  constructor(file: string) {
    super(
      `${file} was begun with another config, prompt, dataset or format, so it cannot be continued with these. ` +
        'Give the same ones again, choose another --out, or start anew with --overwrite.',
    );
    this.file = file;
  }
}

export class OutputPathError extends InputError {
  readonly file: string;

  constructor(file: string, why: string, cause?: unknown) {
    super(`The answers cannot be written to ${file} (${why}). Choose another place with --out FILE.`, { cause });
    this.file = file;
  }
}

/** The disk is full or gone. What was paid for is kept. */
export class OutputWriteError extends FailureError {
  readonly file: string;

  constructor(file: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `${file} cannot be written (${why}). Make room, then run the same command again: nothing paid for is paid again.`,
      { cause },
    );
    this.file = file;
  }
}

/** All rows were tried, and some have no answer. */
export class UnansweredRowsError extends FailureError {
  readonly rows: number;

  constructor(rows: number, file: string) {
    super(`${rows} ${rows === 1 ? 'row has' : 'rows have'} no answer; each says why under "error" in ${file}.`);
    this.rows = rows;
  }
}
