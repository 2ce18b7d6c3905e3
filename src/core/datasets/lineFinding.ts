import type { Finding } from '../findings.ts';

interface LineFinding {
  readonly code: string;
  readonly severity: Finding['severity'];
  readonly message: string;
  /** 1-based physical line. */
  readonly line: number;
  /** 1-based, inclusive; absent: `line` alone. */
  readonly lastLine?: number;
}

/** A finding that underlines whole physical lines: a dataset's rows are read as a stream, so columns inside a line are not kept. */
export function lineFinding({ code, severity, message, line, lastLine = line }: LineFinding): Finding {
  const range = { start: { line: line - 1, character: 0 }, end: { line: lastLine, character: 0 } };
  return { code, severity, message, range };
}
