import { readFile } from 'node:fs/promises';
import { usd } from '../core/amounts.ts';
import type { JsonValue } from '../core/jsonValue.ts';
import type { World } from '../engine/profileOptions.ts';
import type { Cascade } from '../runtime/cascade.ts';
import { openCascade } from '../runtime/openCascade.ts';
import type { CascadeResult } from '../runtime/result.ts';
import { type CascadeFlags, cascadeSettingOf } from './cascadeFlags.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

export interface RunFlags extends CascadeFlags {
  readonly input?: readonly string[];
  readonly inputs?: string;
  readonly json?: boolean;
}

/** Takes one input through a routing config and prints the answer; who gave it and what it cost go to the log. */
export async function runConfig(
  configFile: string,
  flags: RunFlags,
  { terminal, world, signal }: { readonly terminal: Terminal; readonly world: World; readonly signal: AbortSignal },
): Promise<void> {
  const inputs = { ...(await inputsFile(flags.inputs, terminal)), ...namedInputs(flags.input ?? []) };
  const setting = await cascadeSettingOf(flags, world);
  try {
    const cascade = await openCascade(configFile, setting.options, setting.world);
    for (const warning of cascade.warnings) terminal.log(`Warning: ${warning}\n`);
    const result = await runOnce(cascade, inputs, signal);
    if (flags.json) terminal.out(`${JSON.stringify({ ...result, costUSD: result.costUSD ?? null })}\n`);
    else {
      terminal.out(`${result.output}\n`);
      terminal.log(`${summary(result)}\n`);
    }
  } finally {
    await setting.close();
  }
}

async function runOnce(cascade: Cascade, inputs: object, signal: AbortSignal): Promise<CascadeResult> {
  try {
    return await cascade.run(inputs, { signal });
  } finally {
    await cascade.close();
  }
}

function summary({ model, path, costUSD, reason }: CascadeResult): string {
  const asked =
    path.length > 1
      ? ` after ${path
          .slice(0, -1)
          .map((step) => `${step.model} (${step.outcome})`)
          .join(', ')}`
      : '';
  return `${model}${asked}, kept as ${reason}; cost ${costUSD === undefined ? 'unknown' : usd(costUSD)}.`;
}

/** `--input ticket=It broke`; the value is text as it stands. */
function namedInputs(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at <= 0) throw new UsageError(`--input takes NAME=VALUE, for example ticket="It broke", got "${text}".`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

async function inputsFile(file: string | undefined, terminal: Terminal): Promise<Readonly<Record<string, JsonValue>>> {
  if (file === undefined) return {};
  const shown = file === '-' ? 'standard input' : file;
  let value: unknown;
  try {
    value = JSON.parse(file === '-' ? await terminal.input() : await readFile(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `--inputs takes a JSON object by variable, for example {"ticket": "It broke"}; ${shown}: ${why}.`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(
      `--inputs takes a JSON object by variable, for example {"ticket": "It broke"}; ${shown} holds none.`,
    );
  return value as Readonly<Record<string, JsonValue>>;
}
