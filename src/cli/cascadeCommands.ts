import type { Command } from 'commander';
import type { World } from '../engine/profileOptions.ts';
import { type ApplyFlags, apply } from './applyCommand.ts';
import { addCascadeFlags, addExecutionFlags } from './cascadeFlags.ts';
import { addModelFlags, addPromiseFlags, collected, withEndpoints } from './flags.ts';
import { type RunFlags, runConfig } from './runCommand.ts';
import { type ServeFlags, serve } from './serveCommand.ts';
import { addStudentCommand } from './studentCommand.ts';
import type { Terminal } from './terminal.ts';
import { writeTypes } from './typesCommand.ts';

/** The commands that execute a routing config. */
export function addCascadeCommands(
  program: Command,
  {
    terminal,
    world,
    signal,
    token,
  }: {
    readonly terminal: Terminal;
    readonly world: World;
    readonly signal: AbortSignal;
    readonly token: string | undefined;
  },
): void {
  addCascadeFlags(program.command('run <config>'))
    .description('one input through a routing config; prints the answer')
    .option('--input <name=value>', 'a variable of the prompt, as text; repeatable', collected)
    .option('--inputs <file>', 'the variables as a JSON object; - reads standard input')
    .option('--json', 'print one JSON value')
    .action(async (config: string, flags: RunFlags) => {
      await runConfig(config, flags, { terminal, world: withEndpoints(world, flags), signal });
    });
  addExecutionFlags(addPromiseFlags(addModelFlags(program.command('apply <config>'))))
    .description('a whole dataset through a routing config; what stops half-way goes on from there')
    .option('--out <file>', 'where the answers go: .jsonl or .csv')
    .option('--format <name>', 'jsonl or csv; default: as the name of --out says')
    .option('--overwrite', 'replace what is at --out, unless it is this very job, unfinished')
    .option('--profile', 'CONFIG is a prompt: profile it first, in batch scope, then answer all rows')
    .action(async (config: string, flags: ApplyFlags) => {
      await apply(config, flags, { terminal, world: withEndpoints(world, flags), signal });
    });
  addCascadeFlags(program.command('serve <configs...>'))
    .description('routing configs as models behind an OpenAI-compatible address on this machine')
    .option('--port <n>', 'where to listen; 0: any free one', '4141')
    .option('--host <host>', 'who may connect; default: this machine only', '127.0.0.1')
    .option('--token <text>', 'what clients must send; default: DOWNTIER_TOKEN, or one made for this run')
    .option('--max-body <bytes>', 'largest request', String(4 * 1024 * 1024))
    .option('--max-requests <n>', 'requests answered at once; more are told to come back', '1000')
    .action(async (configs: string[], flags: ServeFlags) => {
      await serve(configs, flags, { terminal, world: withEndpoints(world, flags), signal, token });
    });
  addStudentCommand(program, { terminal, signal });
  program
    .command('types <config>')
    .description("TypeScript types of what the config's prompt takes")
    .option('--out <file>', 'write them there instead of printing them')
    .action(async (config: string, flags: { out?: string }) => {
      await writeTypes(config, flags, terminal);
    });
}
