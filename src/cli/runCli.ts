import { Command, CommanderError } from 'commander';
import { DowntierError } from '../core/errors.ts';
import { prepareProfile } from '../engine/prepareProfile.ts';
import { prepareRecording } from '../engine/prepareRecording.ts';
import type { World } from '../engine/profileOptions.ts';
import { addCascadeCommands } from './cascadeCommands.ts';
import { type CheckFlags, checkConfigs } from './checkCommand.ts';
import { estimate } from './estimateCommand.ts';
import {
  addModelFlags,
  addProfileFlags,
  liveOptionsOf,
  type ProfileFlags,
  profileOptionsOf,
  refuseKnowsFlags,
  withEndpoints,
} from './flags.ts';
import { layOutDemo } from './layOutDemo.ts';
import { runProfile } from './runProfile.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';
import { type VerifyFlags, verify } from './verifyCommand.ts';

/** 0: done. 1: the job failed, was cancelled, or a check found something. 2: bad usage or bad input. */
export type ExitCode = 0 | 1 | 2;

export interface CliDeps {
  readonly terminal: Terminal;
  readonly world: World;
  readonly version: string;
  /** `DOWNTIER_TOKEN`: what clients of `downtier serve` must send. */
  readonly gatewayToken: string | undefined;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** The `downtier` command. `argv` without the program's name. Never rejects: what goes wrong is said on the terminal. */
export async function runCli(argv: readonly string[], deps: CliDeps): Promise<ExitCode> {
  const { terminal, signal } = deps;
  try {
    await createProgram(deps).parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.transient?.('');
    if (signal.aborted) {
      terminal.log(
        'Cancelled. Every answer already paid for is kept; run the same command again to go on from there.\n',
      );
      return 1;
    }
    if (error instanceof DowntierError) {
      terminal.log(`Error: ${error.message}\n`);
      return error.blame === 'input' ? 2 : 1;
    }
    terminal.log(`Unexpected error, please report it: ${error instanceof Error ? error.stack : String(error)}\n`);
    return 1;
  }
}

function createProgram({ terminal, world, version, signal, gatewayToken }: CliDeps): Command {
  const program = new Command('downtier')
    .description('Finds the cheapest way to run a prompt that still answers like your strongest model.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.log(text) });
  addProfileFlags(program.command('profile [prompt]'))
    .description('profile a prompt over several models, or recorded answers, and write the routing config')
    .action(async (prompt: string | undefined, flags: ProfileFlags) => {
      const live = flags.recording === undefined;
      if (!live) refuseKnowsFlags(flags, 'recorded answers come with neither');
      const prepared = live
        ? await prepareProfile(liveOptionsOf(requirePrompt(prompt), flags), withEndpoints(world, flags), signal)
        : await prepareRecording(flags.recording, profileOptionsOf(flags), world.today);
      const maxSpendUSD = live ? Number(flags.maxSpend) : undefined;
      const { json = false, yes = false, student = false } = flags;
      await runProfile(prepared, { json, yes, student, maxSpendUSD }, terminal, signal);
    });
  addModelFlags(program.command('estimate [prompt]'))
    .description('what a call, and profiling, would cost; sends nothing')
    .action(async (prompt: string | undefined, flags: ProfileFlags) => {
      const options = liveOptionsOf(requirePrompt(prompt), { ...profileDefaults(), ...flags });
      await estimate(options, flags.json === true, withEndpoints(world, flags), terminal, signal);
    });
  addCascadeCommands(program, { terminal, world, signal, token: gatewayToken });
  program
    .command('check [paths...]')
    .description('routing configs whose prompt, dataset, prices or models have changed; exit code 1 if any is stale')
    .option('--prices <file>', 'your own prices, as JSON')
    .option('--json', 'print one JSON value')
    .action(async (paths: string[], flags: CheckFlags) => {
      await checkConfigs(paths, flags, { terminal, today: world.today, signal });
    });
  program
    .command('verify <config>')
    .description('compute again what the promise of a routing config rests on; exit code 1 if something differs')
    .option('--journal <folder>', 'the paid answers that it was made from, for example .downtier')
    .option('--recording <folder>', 'the recorded answers that it was made from')
    .option('--json', 'print one JSON value')
    .action((config: string, flags: VerifyFlags) => verify(config, flags, { terminal, signal }));
  program
    .command('demo')
    .description('the whole job on the sample that ships with Downtier: no key, no network, no cost')
    .option('--folder <folder>', 'where the sample is laid out', 'downtier-demo')
    .option('--json', 'print one JSON value')
    .action(async ({ folder, json }: { folder: string; json?: boolean }) => {
      const options = layOutDemo(world.sampleFolder, folder);
      const prepared = await prepareProfile(options, world, signal);
      await runProfile(
        prepared,
        { json: json === true, yes: true, maxSpendUSD: options.maxSpendUSD },
        terminal,
        signal,
      );
    });
  return program;
}

/** `estimate` has none of the flags that only matter once something runs. */
function profileDefaults(): ProfileFlags {
  return addProfileFlags(new Command()).opts<ProfileFlags>();
}

function requirePrompt(prompt: string | undefined): string {
  if (prompt === undefined) throw new UsageError('Name a prompt file, or recorded answers with --recording FOLDER.');
  return prompt;
}
