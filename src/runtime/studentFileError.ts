import { InputError } from '../core/errors.ts';
import type { StudentStateFault } from '../core/students/studentStateError.ts';

export type StudentFileFault = StudentStateFault | 'unreadable' | 'unwritable' | 'busy';

const remedies: Readonly<Record<StudentFileFault, string>> = {
  damaged: 'Restore it from version control, or delete it: the student then starts anew.',
  newer: 'Update Downtier, or delete it: the student then starts anew.',
  foreign: 'Delete it: the student then starts anew.',
  unreadable: 'Check that it may be read, or delete it: the student then starts anew.',
  unwritable: 'Make its folder writable, or take the section "student" out of the config.',
  busy: 'Close the other one, or run this one with a copy of the config without the section "student".',
};

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
    const whole = `${why.replace(/\.$/, '')}. ${remedies[fault]}`;
    super(`${file}: ${whole}`, { cause });
    this.file = file;
    this.fault = fault;
    this.why = whole;
  }
}
