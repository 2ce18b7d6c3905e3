import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { JournalStore } from '../core/calls/journal.ts';
import { FailureError, InputError } from '../core/errors.ts';

/** The journal could not be written: usually a full disk. What was paid before is kept. */
export class JournalWriteError extends FailureError {
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super(
      `The journal ${file} cannot be written (${reasonOf(cause)}), so profiling stopped rather than pay for answers it would lose. ` +
        'Make room or choose another folder with --journal, then run the same command again: nothing paid for is paid again.',
      { cause },
    );
    this.file = file;
  }
}

/** The journal cannot be used at all: not a folder, not readable, not one of ours. */
export class JournalOpenError extends InputError {
  readonly file: string;

  constructor(file: string, why: string, cause?: unknown) {
    super(`The journal ${file} cannot be used: ${why}.`, { cause });
    this.file = file;
  }
}

/** Another process is profiling with this journal. */
export class JournalBusyError extends InputError {
  readonly file: string;
  readonly pid: number;

  constructor(file: string, pid: number) {
    super(
      `Another profile of this prompt is running (process ${pid} holds ${file}). Wait for it or cancel it, then run again; ` +
        'both would pay for the same answers.',
    );
    this.file = file;
    this.pid = pid;
  }
}

export interface JournalFile extends JournalStore {
  /** Whole lines of earlier runs. */
  readonly lines: readonly string[];
  close(): void;
}

/**
 * Opens the journal file, making its folder (with a `.gitignore`, since answers do not belong into a repository). One process at a time may hold
 * it. A torn last line, left by a process that died while writing, is cut off before anything is appended.
 *
 * @throws JournalBusyError, JournalOpenError; `append` throws JournalWriteError
 */
export function openJournalFile(file: string): JournalFile {
  const lock = `${file}.lock`;
  try {
    makeFolder(dirname(file));
    takeLock(lock, file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new JournalOpenError(file, reasonOf(error), error);
  }
  let descriptor: number;
  let lines: readonly string[];
  try {
    descriptor = openSync(file, 'a+');
    lines = readWholeLines(file, descriptor);
  } catch (error) {
    unlinkSync(lock);
    throw error instanceof InputError ? error : new JournalOpenError(file, reasonOf(error), error);
  }
  let open = true;
  return {
    lines,
    append(line) {
      try {
        writeSync(descriptor, line);
      } catch (error) {
        throw new JournalWriteError(file, error);
      }
    },
    close() {
      if (!open) return;
      open = false;
      closeSync(descriptor);
      unlinkSync(lock);
    },
  };
}

function makeFolder(folder: string): void {
  const existed = existsSync(folder);
  mkdirSync(folder, { recursive: true });
  if (!existed) writeFileSync(join(folder, '.gitignore'), '*\n');
}

/** The lock file holds the owner's process id; one whose process is gone was left by a crash and is taken over. */
function takeLock(lock: string, file: string): void {
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (!isCode(error, 'EEXIST') || tries > 0) throw error;
    }
    const owner = Number(readFileSync(lock, 'utf8'));
    if (owner !== process.pid && isRunning(owner)) throw new JournalBusyError(file, owner);
    unlinkSync(lock);
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return isCode(error, 'EPERM');
  }
}

function readWholeLines(file: string, descriptor: number): string[] {
  if (!fstatSync(descriptor).isFile()) return [];
  const bytes = readFileSync(file);
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  if (wholeBytes < bytes.length) ftruncateSync(descriptor, wholeBytes);
  const lines = bytes.toString('utf8', 0, wholeBytes).split('\n').slice(0, -1);
  for (const [index, line] of lines.entries()) {
    if (!isJsonObject(line)) {
      throw new JournalOpenError(
        `${file}:${index + 1}`,
        'this line is not one of its records; mend or remove the file',
      );
    }
  }
  return lines;
}

function isJsonObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'type' in value;
  } catch {
    return false; // not JSON: the caller says where
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
