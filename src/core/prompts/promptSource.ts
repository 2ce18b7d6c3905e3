import type { Finding, Position, TextRange } from '../findings.ts';

/** Half-open offsets, in UTF-16 units, into the text of a prompt file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Of each severity; more would say nothing new and slow the editor down. */
const mostFindings = 100;

/** A prompt file while it is read: its text, and the findings so far. */
export class PromptSource {
  readonly file: string;
  readonly text: string;
  readonly #findings: Finding[] = [];
  readonly #counts = { error: 0, warning: 0 };
  #lineStarts: readonly number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  get hasErrors(): boolean {
    return this.#counts.error > 0;
  }

  /** Reports what makes the prompt unusable. */
  error(code: string, message: string, span: Span): void {
    this.#report('error', { code, message, span });
  }

  /** Reports what is left out or read differently than its author may expect. */
  warning(code: string, message: string, span: Span): void {
    this.#report('warning', { code, message, span });
  }

  /** The editor's way to say where a span is. Offsets outside the text count as its end. */
  range(span: Span): TextRange {
    return { start: this.#position(span.start), end: this.#position(Math.max(span.start, span.end)) };
  }

  #report(severity: Finding['severity'], { code, message, span }: { code: string; message: string; span: Span }): void {
    this.#counts[severity]++;
    if (this.#counts[severity] <= mostFindings) {
      this.#findings.push({ code, severity, message, range: this.range(span) });
    }
  }

  /** Finds the line by bisection: a large template asks for thousands of places. */
  #position(offset: number): Position {
    this.#lineStarts ??= lineStartsOf(this.text);
    const at = Math.min(offset, this.text.length);
    let line = 0;
    let beyond = this.#lineStarts.length;
    while (beyond - line > 1) {
      const middle = (line + beyond) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= at) line = middle;
      else beyond = middle;
    }
    return { line, character: at - (this.#lineStarts[line] ?? 0) };
  }
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

/** Text that holds a template, and where its parts stand in the file. */
export interface TemplateText {
  readonly text: string;
  /** The place in the file of `text.slice(start, end)`. */
  spanOf(start: number, end: number): Span;
}

/** Everything from an offset to the end of the file, less the blank edges. */
export function bodyFrom(source: PromptSource, bodyStart: number): TemplateText {
  const rest = source.text.slice(bodyStart);
  const start = bodyStart + (rest.length - rest.trimStart().length);
  return {
    text: rest.trim(),
    spanOf: (from, to) => ({ start: start + from, end: start + to }),
  };
}
