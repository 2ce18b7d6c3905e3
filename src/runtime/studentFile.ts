import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabelSet } from '../core/equivalence/labelSet.ts';
import type { RoutingConfig } from '../core/routing/routingConfig.ts';
import { type StudentOptions, studentIdentity } from '../core/students/student.ts';
import { readStudentState, type StudentIdentity, type StudentState } from '../core/students/studentState.ts';
import { StudentStateError } from '../core/students/studentStateError.ts';
import { writeWhole } from '../node/writeWhole.ts';
import { StudentFileError, type StudentFileFault } from './studentFileError.ts';

const remedies: Readonly<Record<StudentFileFault, string>> = {
  damaged: 'Restore it from version control, or delete it: the student then starts anew.',
  newer: 'Update Downtier, or delete it: the student then starts anew.',
  foreign: 'Delete it: the student then starts anew.',
  unreadable: 'Check that it may be read, or delete it: the student then starts anew.',
  unwritable: 'Make its folder writable, or take the section "student" out of the config.',
  busy: 'Close the other one, or run this one with a copy of the config without the section "student".',
};

/** The error with what to do about it. Apart from its class, which is loaded with the runtime whether there is a student or not. */
export function studentFileError(
  file: string,
  fault: StudentFileFault,
  why: string,
  cause?: unknown,
): StudentFileError {
  return new StudentFileError(file, fault, { why: `${why.replace(/\.$/, '')}. ${remedies[fault]}`, cause });
}

/** The file of a config's student; undefined where it has none. */
export function studentFileOf(configFile: string, { student }: RoutingConfig): string | undefined {
  return student && join(dirname(configFile), student.file);
}

/** What the state of a config's student has to agree with. */
export function studentIdentityOf(config: RoutingConfig): StudentIdentity {
  const { prompt, evidence } = config;
  const { labels } = new LabelSet(evidence.equivalence.labels ?? []);
  return studentIdentity({ promptSha256: prompt?.sha256 ?? '', labels, ...embeddingLengthOf(config) });
}

/** Of the vectors that its student learns from; nothing where it learns from none. */
export function embeddingLengthOf({
  student,
  embeddings,
}: Pick<RoutingConfig, 'embeddings'> & {
  readonly student?: Pick<NonNullable<RoutingConfig['student']>, 'embeddings'> | undefined;
}): Pick<StudentOptions, 'embeddingLength'> {
  return student?.embeddings && embeddings ? { embeddingLength: embeddings.length } : {};
}

/** @returns undefined where there is no such file @throws StudentFileError */
export function readStudentFile(file: string, identity: StudentIdentity): StudentState | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw studentFileError(file, 'unreadable', `it cannot be read (${reasonOf(cause)})`, cause);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw studentFileError(file, 'damaged', `it is not whole JSON (${reasonOf(cause)})`, cause);
  }
  try {
    return readStudentState(value, identity);
  } catch (cause) {
    if (!(cause instanceof StudentStateError)) throw cause;
    throw studentFileError(file, cause.fault, cause.message, cause);
  }
}

/** Is on the disk when it returns: answers are kept on the strength of it. @throws StudentFileError */
export function writeStudentFile(file: string, state: StudentState): void {
  try {
    writeWhole(file, `${JSON.stringify(state)}\n`);
  } catch (cause) {
    throw studentFileError(file, 'unwritable', `it cannot be written (${reasonOf(cause)})`, cause);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
