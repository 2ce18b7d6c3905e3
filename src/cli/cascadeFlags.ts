import type { Command } from 'commander';
import { createModelClients } from '../engine/modelClients.ts';
import { openPriceBook } from '../engine/priceModels.ts';
import type { World } from '../engine/profileOptions.ts';
import { defaultTimeoutMs } from '../providers/providerOptions.ts';
import type { CascadeWorld, OpenCascadeOptions } from '../runtime/openCascade.ts';
import { collected } from './flags.ts';
import { oneOf, seconds } from './flagValues.ts';

/** Flags of everything that executes a routing config, as typed. */
export interface CascadeFlags {
  readonly prices?: string;
  readonly endpoint?: readonly string[];
  readonly timeout: string;
  readonly allowChangedPrompt?: boolean;
  readonly onFailure: string;
}

const failureRules = ['next', 'error'] as const;

export function addCascadeFlags(command: Command): Command {
  return addExecutionFlags(command)
    .option('--prices <file>', 'your own prices, as JSON')
    .option('--endpoint <name=url>', 'base URL of compatible:NAME; repeatable', collected)
    .option('--timeout <seconds>', 'longest wait for one answer', String(defaultTimeoutMs / 1000));
}

/** Those that profiling does not have. */
export function addExecutionFlags(command: Command): Command {
  return command
    .option(
      '--allow-changed-prompt',
      'run although the prompt has changed since it was profiled: nothing is promised then',
    )
    .option('--on-failure <rule>', 'when a stage gives no answer: next (stage) or error', 'next');
}

/** @throws UsageError */
export function failureRuleOf({ onFailure }: Pick<CascadeFlags, 'onFailure'>): 'next stage' | 'error' {
  return oneOf('--on-failure', onFailure, failureRules) === 'next' ? 'next stage' : 'error';
}

export interface CascadeSetting {
  readonly options: OpenCascadeOptions;
  readonly world: CascadeWorld;
  close(): Promise<void>;
}

/** What `openCascade` takes, of flags. Close it when done: embedded models have a server. @throws UsageError, and what a price file is refused with */
export async function cascadeSettingOf(flags: CascadeFlags, world: World): Promise<CascadeSetting> {
  const onFailure = failureRuleOf(flags);
  const timeoutMs = 1000 * seconds('--timeout', flags.timeout);
  const clients = createModelClients(world, timeoutMs);
  return {
    options: { onFailure, allowChangedPrompt: flags.allowChangedPrompt },
    world: { ...clients, prices: await openPriceBook(flags.prices, world.today) },
    close: () => clients.close(),
  };
}
