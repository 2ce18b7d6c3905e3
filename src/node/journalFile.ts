import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { JOURNAL_VERSION, type JournalStore } from '../core/calls/journal.ts';
import { FailureError, InputError } from '../core/errors.ts';
import { releaseLock, takeLock } from './fileLock.ts';
import { writeWhole } from './writeWhole.ts';

/** The journal could not be written: usually a full disk. What was paid before is kept. */
export class JournalWriteError extends FailureError {
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super(
      `The journal ${file} cannot be written (${reasonOf(cause)}), so the run stopped rather than pay for answers it would lose. ` +
        'Make room (or, when profiling, choose another folder with --journal), then run the same command again: nothing paid for is paid again.',
      { cause },
    );
    this.file = file;
  }
}

/** The journal cannot be used at all: not a folder, not readable, not one of ours. */
export class JournalOpenError extends InputError {
  readonly file: string;
  /** 1-based, where one line is to blame. */
  readonly line: number | undefined;

  constructor(file: string, why: string, facts: { readonly line?: number; readonly cause?: unknown }) {
    const { line, cause } = facts;
    super(`The journal ${line === undefined ? file : `${file}:${line}`} cannot be used: ${why}.`, { cause });
    this.file = file;
    this.line = line;
  }
}

/** Another run, of this process or another one, is using this journal. */
export class JournalBusyError extends InputError {
  readonly file: string;
  readonly pid: number;

  constructor(file: string, pid: number) {
    super(
      `Another run is using this journal (process ${pid} holds ${file}). Wait for it or cancel it, then run again; ` +
        `both would pay for the same answers. If process ${pid} is no run of Downtier, delete ${file}.lock.`,
    );
    this.file = file;
    this.pid = pid;
  }
}

export interface JournalFile extends JournalStore {
  /** Whole lines of earlier runs. */
  readonly lines: readonly string[];
  /** Puts these lines in the place of all others, at once and brought to the disk; the file stays held. */
  replace(text: string): void;
  close(): void;
}

/**
 * Opens the journal file, making its folder (with a `.gitignore`, since answers do not belong into a repository). One profile at a time may hold
 * it. A torn last line, left by a process that died while writing, is cut off before anything is appended.
 *
 * @throws JournalBusyError, JournalOpenError; `append` and `replace` throw JournalWriteError
 */
export function openJournalFile(file: string): JournalFile {
  const lock = `${file}.lock`;
  try {
    makeFolder(dirname(file));
    takeLock(lock, (pid) => new JournalBusyError(file, pid));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new JournalOpenError(file, reasonOf(error), { cause: error });
  }
  const held = openHeld(file, lock);
  const { lines } = held;
  let { descriptor } = held;
  let open = true;
  let failure: JournalWriteError | undefined;
  const write = (work: () => void) => {
    // After half a line nothing may follow it, and a closed descriptor's number may by now be another file's.
    if (failure) throw failure;
    if (!open) throw new JournalWriteError(file, new Error('it is closed'));
    try {
      work();
    } catch (error) {
      failure = new JournalWriteError(file, error);
      throw failure;
    }
  };
  return {
    lines,
    append: (line) => write(() => appendFileSync(descriptor, line)), // unlike writeSync it goes on after a short write
    replace: (text) =>
      write(() => {
        writeWhole(file, text);
        const fresh = openSync(file, 'a+');
        closeSync(descriptor);
        descriptor = fresh;
      }),
    close() {
      if (!open) return;
      open = false;
      closeSync(descriptor);
      releaseLock(lock);
    },
  };
}

/** Lets go of the lock when it cannot be opened. */
function openHeld(file: string, lock: string): { descriptor: number; lines: readonly string[] } {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'a+');
    return { descriptor, lines: readWholeLines(file, descriptor) };
  } catch (error) {
    if (descriptor !== undefined) closeSync(descriptor);
    releaseLock(lock);
    throw error instanceof InputError ? error : new JournalOpenError(file, reasonOf(error), { cause: error });
  }
}

/** The whole lines of a journal that nobody is going to write to. @throws JournalOpenError */
export function readJournalFile(file: string): readonly string[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new JournalOpenError(file, reasonOf(error), { cause: error });
  }
  return wholeLines(file, bytes);
}

function makeFolder(folder: string): void {
  const existed = existsSync(folder);
  mkdirSync(folder, { recursive: true });
  if (!existed) writeFileSync(join(folder, '.gitignore'), '*\n');
}

function readWholeLines(file: string, descriptor: number): string[] {
  if (!fstatSync(descriptor).isFile()) return [];
  const bytes = readFileSync(file);
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  if (wholeBytes < bytes.length) ftruncateSync(descriptor, wholeBytes);
  return wholeLines(file, bytes);
}

/** A torn last line is passed over. */
function wholeLines(file: string, bytes: Buffer): string[] {
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  const lines: string[] = [];
  // Line by line: the whole of a large journal would not fit into one string.
  for (let start = 0; start < wholeBytes; ) {
    const end = bytes.indexOf(0x0a, start);
    const line = bytes.toString('utf8', start, end);
    const why = whyNotARecord(line);
    if (why !== undefined) throw new JournalOpenError(file, why, { line: lines.length + 1 });
    lines.push(line);
    start = end + 1;
  }
  return lines;
}

function whyNotARecord(line: string): string | undefined {
  const damaged = 'this line is not one of its records; mend or remove the file';
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('type' in value)) return damaged;
    const newer = value.type === 'journal' && 'version' in value && Number(value.version) > JOURNAL_VERSION;
    return newer ? 'a newer Downtier wrote it; update Downtier, or choose another folder with --journal' : undefined;
  } catch {
    return damaged; // not JSON
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
