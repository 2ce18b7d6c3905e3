import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabelSet } from '../core/equivalence/labelSet.ts';
import type { RoutingConfig } from '../core/routing/routingConfig.ts';
import { studentIdentity } from '../core/students/student.ts';
import { readStudentState, type StudentIdentity, type StudentState } from '../core/students/studentState.ts';
import { StudentStateError } from '../core/students/studentStateError.ts';
import { StudentFileError } from './studentFileError.ts';

/** The file of a config's student; undefined where it has none. */
export function studentFileOf(configFile: string, { student }: RoutingConfig): string | undefined {
  return student && join(dirname(configFile), student.file);
}

/** What the state of a config's student has to agree with. */
export function studentIdentityOf({ prompt, evidence }: RoutingConfig): StudentIdentity {
  const { labels } = new LabelSet(evidence.equivalence.labels ?? []);
  return studentIdentity({ promptSha256: prompt?.sha256 ?? '', labels });
}

/** @returns undefined where there is no such file @throws StudentFileError */
export function readStudentFile(file: string, identity: StudentIdentity): StudentState | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new StudentFileError(file, 'unreadable', { why: `it cannot be read (${reasonOf(cause)})`, cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new StudentFileError(file, 'damaged', { why: `it is not whole JSON (${reasonOf(cause)})`, cause });
  }
  try {
    return readStudentState(value, identity);
  } catch (cause) {
    if (!(cause instanceof StudentStateError)) throw cause;
    throw new StudentFileError(file, cause.fault, { why: cause.message, cause });
  }
}

/** Writes beside and renames, so that a reader never sees half a state. @throws StudentFileError */
export function writeStudentFile(file: string, state: StudentState): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, `${JSON.stringify(state)}\n`);
    renameSync(draft, file);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw new StudentFileError(file, 'unwritable', { why: `it cannot be written (${reasonOf(cause)})`, cause });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
