import { appendFileSync, closeSync, fsyncSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { OutputWriteError } from './applyErrors.ts';
import type { OutputFormat } from './outputFormat.ts';

const pieceBytes = 256 * 1024;
/** Rows are written in pieces of about this many characters. */
const bufferCharacters = 64 * 1024;
const newline = 0x0a;
const quote = 0x22;

/** The answers, appended in order. A row cut short by a process that died is cut off when the file is opened again. */
export class OutputFile {
  readonly #file: string;
  readonly #format: OutputFormat;
  readonly #descriptor: number;
  #buffer = '';
  /** Whole rows that it held when it was opened. */
  readonly rowsBefore: number;

  /** @throws OutputWriteError */
  constructor(file: string, format: OutputFormat) {
    this.#file = file;
    this.#format = format;
    this.#descriptor = this.#doing(() => openSync(file, 'a+'));
    const { bytes, lines } = this.#doing(() => wholeLines(this.#descriptor, format.isQuoted));
    this.#doing(() => ftruncateSync(this.#descriptor, bytes));
    const headerLines = format.header === '' ? 0 : 1;
    if (lines < headerLines) this.#buffer = format.header;
    this.rowsBefore = Math.max(0, lines - headerLines);
  }

  append(answered: Parameters<OutputFormat['lineOf']>[0]): void {
    this.#buffer += this.#format.lineOf(answered);
    if (this.#buffer.length >= bufferCharacters) this.flush();
  }

  flush(): void {
    const text = this.#buffer;
    this.#buffer = '';
    if (text !== '') this.#doing(() => appendFileSync(this.#descriptor, text));
  }

  /** Afterwards all rows survive a power cut. */
  sync(): void {
    this.flush();
    this.#doing(() => fsyncSync(this.#descriptor));
  }

  /** What was appended is written first. */
  close(): void {
    try {
      this.flush();
    } finally {
      closeSync(this.#descriptor);
    }
  }

  #doing<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw new OutputWriteError(this.#file, error);
    }
  }
}

/** How many whole lines there are and where the last one ends; line ends within quotes end none. */
function wholeLines(descriptor: number, isQuoted: boolean): { readonly bytes: number; readonly lines: number } {
  const buffer = new Uint8Array(pieceBytes);
  let position = 0;
  let bytes = 0;
  let lines = 0;
  let withinQuotes = false;
  for (;;) {
    const read = readSync(descriptor, buffer, 0, pieceBytes, position);
    if (read === 0) return { bytes, lines };
    for (let index = 0; index < read; index++) {
      // A doubled quote within quotes leaves them and enters them again.
      if (isQuoted && buffer[index] === quote) withinQuotes = !withinQuotes;
      if (buffer[index] !== newline || withinQuotes) continue;
      lines++;
      bytes = position + index + 1;
    }
    position += read;
  }
}
