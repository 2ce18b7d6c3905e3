import { join } from 'node:path';
import { type ExitCode, runCli } from '../../src/cli/runCli.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import type { Clock } from '../../src/core/calls/clock.ts';
import { type Environment, environmentKeys } from '../../src/node/environmentKeys.ts';
import { FakeClock } from './fakeClock.ts';

/** What a command left behind: its exit code and everything it wrote. */
export interface CliOutcome {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

export interface CliSetting {
  /** Default: empty, so that no key of the machine is ever seen. */
  readonly env?: Environment;
  readonly signal?: AbortSignal;
  /** Default: empty. */
  readonly input?: string;
  /** Default: nobody can answer. */
  readonly confirm?: Terminal['confirm'];
  /** Default: a fake one, whose waits are over at once. */
  readonly clock?: Clock;
}

/** The day of every run in this process. */
export const RUN_DAY = '2026-11-01';

const root = join(import.meta.dirname, '..', '..');

/** Runs `downtier` with these arguments inside this process. */
export async function cliRun(argv: readonly string[], setting: CliSetting = {}): Promise<CliOutcome> {
  let out = '';
  let err = '';
  const code = await runCli(argv, {
    terminal: {
      out: (text) => {
        out += text;
      },
      log: (text) => {
        err += text;
      },
      input: async () => setting.input ?? '',
      transient: undefined,
      confirm: setting.confirm,
    },
    world: {
      clock: setting.clock ?? new FakeClock(),
      today: RUN_DAY,
      sampleFolder: join(root, 'media', 'sample'),
      ...environmentKeys(setting.env ?? {}),
    },
    version: '0.0.0',
    gatewayToken: setting.env?.['DOWNTIER_TOKEN'],
    signal: setting.signal ?? new AbortController().signal,
  });
  return { code, out, err };
}
