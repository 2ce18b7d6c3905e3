import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { environmentKeys } from '../node/environmentKeys.ts';
import { systemClock } from '../node/systemClock.ts';
import { runCli } from './runCli.ts';
import type { Terminal } from './terminal.ts';

const root = packageRoot(import.meta.dirname);
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());

for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever read it is gone (`| head`). What is served, or paid for, goes on.
    if (error.code !== 'EPIPE') throw error;
  });

process.exitCode = await runCli(process.argv.slice(2), {
  terminal: processTerminal(),
  world: {
    clock: systemClock,
    today: new Date().toISOString().slice(0, 10),
    sampleFolder: join(root, 'media', 'sample'),
    ...environmentKeys(process.env),
  },
  version: (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version,
  gatewayToken: process.env['DOWNTIER_TOKEN'],
  signal: interrupt.signal,
});

function processTerminal(): Terminal {
  const watched = process.stderr.isTTY;
  const answered = process.stdin.isTTY && watched;
  return {
    out: (line) => void process.stdout.write(line),
    log: (line) => void process.stderr.write(line),
    input: () => text(process.stdin),
    transient: watched
      ? (line) => void process.stderr.write(`\r\x1b[K${line.slice(0, process.stderr.columns - 1)}`)
      : undefined,
    confirm: answered
      ? async (question, signal) => {
          const lines = createInterface({ input: process.stdin, output: process.stderr });
          try {
            return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `, { signal })).trim());
          } finally {
            lines.close();
          }
        }
      : undefined,
  };
}

/** The folder of the package: `dist/cli.js` and `src/cli/main.ts` lie at different depths of it. */
function packageRoot(folder: string): string {
  try {
    readFileSync(join(folder, 'package.json'));
    return folder;
  } catch {
    return packageRoot(dirname(folder)); // not here: one up
  }
}
