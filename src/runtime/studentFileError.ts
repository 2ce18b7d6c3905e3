import { InputError } from '../core/errors.ts';
import type { StudentStateFault } from '../core/students/studentStateError.ts';

export type StudentFileFault = StudentStateFault | 'unreadable' | 'unwritable' | 'busy';

/** A student's file that cannot be used. The routing config works without it: take its section `student` out, or do what the message says. */
export class StudentFileError extends InputError {
  readonly file: string;
  readonly fault: StudentFileFault;
  /** The message without the file's name. */
  readonly why: string;

  constructor(
    file: string,
    fault: StudentFileFault,
    { why, cause }: { readonly why: string; readonly cause?: unknown },
  ) {
    super(`${file}: ${why}`, { cause });
    this.file = file;
    this.fault = fault;
    this.why = why;
  }
}
