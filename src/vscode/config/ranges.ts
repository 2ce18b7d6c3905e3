import { Range } from 'vscode';
import type { TextRange } from '../../core/findings.ts';

export function editorRange({ start, end }: TextRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
