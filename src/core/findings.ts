/** Zero-based line and character (UTF-16 units), as editors count them. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Half-open: `end` is the first position that no longer belongs. */
export interface TextRange {
  readonly start: Position;
  readonly end: Position;
}

/** Something worth telling about a file, underlined in the editor and printed as `file:line` by the command line. */
export interface Finding {
  /** Stable, kebab-case, e.g. `unclosed-tag`. Tests and quick fixes match on it, never on the message. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly range: TextRange;
}

/** The range of `text.slice(startOffset, endOffset)`. Offsets are clamped to the text. */
export function rangeOfOffsets(text: string, startOffset: number, endOffset: number): TextRange {
  return { start: positionAt(text, startOffset), end: positionAt(text, Math.max(startOffset, endOffset)) };
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, Math.max(0, offset));
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 0;
  for (let index = before.indexOf('\n'); index !== -1; index = before.indexOf('\n', index + 1)) line++;
  return { line, character: before.length - lineStart };
}
