import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A `downtier serve` in a process of its own, ready to answer. */
export interface ServeProcess {
  /** OpenAI's base URL. */
  readonly baseURL: string;
  /** The token that it made; undefined where the environment has one. */
  readonly apiKey: string | undefined;
  readonly child: ChildProcess;
  /** Exit code and signal. */
  readonly ended: Promise<readonly unknown[]>;
  /** All that it has said to its operator so far. */
  log(): string;
}

/** Serves the config on any free port. `env` without PATH. */
export async function serveProcess(config: string, env: Readonly<Record<string, string>>): Promise<ServeProcess> {
  const main = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
  const argv = ['--import', import.meta.resolve('tsx'), main, 'serve', config, '--port', '0'];
  const child = spawn(process.execPath, argv, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    log += piece;
  });
  const ended = once(child, 'exit');
  const [baseURL, apiKey] = await Promise.all([
    said(child, 'stdout', /Serving .* at (\S+)/),
    env['DOWNTIER_TOKEN'] === undefined ? said(child, 'stderr', /Token for this run: (\S+)/) : undefined,
  ]);
  return { baseURL, apiKey, child, ended, log: () => log };
}

/** Resolves with the first match in what the stream says. */
function said(child: ChildProcess, stream: 'stdout' | 'stderr', pattern: RegExp): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    child[stream]?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      const found = pattern.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error(`it ended and said ${text}`)));
  });
}
