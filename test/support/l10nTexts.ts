import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
/** A call that is given a text, written out as the first argument. */
const CALL = /\b(?:l10n\.t|t|rich)\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")\s*[,)]/g;

/** Sentences about results, the editor's host side, the panel's page. */
const TRANSLATED = ['src/core', 'src/vscode', 'src/webview'];

/** Every text that the files in these folders give to be translated, sorted. */
export function l10nTexts(folders: readonly string[] = TRANSLATED): readonly string[] {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(root, folder, name)),
  );
  const texts = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(CALL)].map(([, single, double]) => unescaped(single ?? double ?? '')),
  );
  return [...new Set(texts)].sort((a, b) => (a < b ? -1 : 1));
}

/** As JavaScript reads it. */
function unescaped(literal: string): string {
  return literal.replace(/\\(u[0-9a-f]{4}|.)/gi, (_, code: string) => {
    if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return code === 'n' ? '\n' : code;
  });
}
