import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ChildOutcome {
  /** null: it was killed. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface CliChild {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Settles when the process is gone and its output read to the end. */
  readonly ended: Promise<ChildOutcome>;
}

/** For tests that start processes: these take a second or two, and much longer on a busy machine. */
export const PROCESS_TIMEOUT_MS = 60_000;

const main = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

export interface ChildSetting {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Shell commands that the process is started after, such as `ulimit`. */
  readonly shellPrefix?: string;
}

/** Starts `downtier` as a process of its own. It sees the given environment and nothing else of this one's but the path. */
export function startCli(argv: readonly string[], { cwd, env = {}, shellPrefix }: ChildSetting): CliChild {
  const command = [process.execPath, '--import', import.meta.resolve('tsx'), main, ...argv];
  // `exec` makes the shell become the process, so that its id and its signals are the command's own.
  const [file = '', ...args] =
    shellPrefix === undefined ? command : ['/bin/sh', '-c', `${shellPrefix}; exec "$@"`, 'sh', ...command];
  const child = spawn(file, args, {
    cwd,
    env: { PATH: process.env['PATH'], TMPDIR: tmpdir(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return {
    pid: child.pid as number,
    kill: (signal) => void child.kill(signal),
    ended: outcomeOf(child),
  };
}

async function outcomeOf(child: ChildProcess): Promise<ChildOutcome> {
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, out, err }));
  });
}
