import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printRows } from './printRows.ts';

/**
 * What the extension takes of a real VS Code: activation, CodeLens (a round trip through the workbench, for a document that has just been opened and
 * after each keystroke), the extension host's longest stall while the sample is profiled, and the size of the package.
 */
const { values: flags } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, '../vscode/measure.mjs')], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status !== 0) {
  process.stderr.write(stdout);
  process.exitCode = 1;
} else {
  const lines = stdout.trimEnd().split('\n');
  printRows(JSON.parse(lines.at(-1) ?? '[]') as object[], flags.json);
}
