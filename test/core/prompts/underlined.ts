import assert from 'node:assert/strict';
import type { Position, TextRange } from '../../../src/core/findings.ts';

/** The text in a range; fails for a range that does not lie in the text. */
export function underlined(text: string, range: TextRange): string {
  const start = offsetOf(text, range.start);
  const end = offsetOf(text, range.end);
  assert.ok(start <= end, 'a range ends before it starts');
  return text.slice(start, end);
}

function offsetOf(text: string, { line, character }: Position): number {
  const lines = text.split('\n');
  assert.ok(0 <= line && line < lines.length, `line ${line} of ${lines.length}`);
  assert.ok(0 <= character && character <= lines[line]!.length, `character ${character} of line ${line}`);
  return lines.slice(0, line).reduce((sum, before) => sum + before.length + 1, 0) + character;
}
