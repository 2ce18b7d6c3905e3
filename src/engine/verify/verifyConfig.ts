import { readFile } from 'node:fs/promises';
import { plural } from '../../core/amounts.ts';
import { InputError } from '../../core/errors.ts';
import { readRoutingConfig } from '../../core/routing/readRoutingConfig.ts';
import type { RoutingConfig } from '../../core/routing/routingConfig.ts';
import { type CascadeSource, knowsOf, readsOf } from '../../runtime/cascadeSource.ts';
import { certificateSteps } from './certificateSteps.ts';
import { journaledAnswers, type KnownAnswers, recordedAnswers } from './knownAnswers.ts';
import type { VerifyStep } from './verifyStep.ts';

/** Where the answers are that a config rests on; neither: only what the config says of itself is looked at. */
export interface KeptAnswers {
  readonly journalFolder?: string | undefined;
  readonly recordingFolder?: string | undefined;
}

export interface Verification {
  readonly config: RoutingConfig;
  readonly steps: readonly VerifyStep[];
  /** The counts were made again from the answers. */
  readonly counted: boolean;
  readonly verified: boolean;
}

export class UnreadableConfigError extends InputError {
  constructor(file: string, cause: unknown) {
    super(`${file} cannot be read (${cause instanceof Error ? cause.message : String(cause)}).`, { cause });
  }
}

/** There is no promise by an exact test in this config. */
export class NothingToVerifyError extends InputError {
  constructor(file: string, why: string) {
    super(`${file} holds nothing to verify: ${why}.`);
  }
}

/**
 * Computes again what a config's promise rests on, as a stranger could: the rows by the seed, the counts from the answers, the bound from the counts.
 * Sends nothing and writes nothing. Rejects with an InputError for a file that cannot be read or used, or a config without an exact test.
 */
export async function verifyConfig(file: string, kept: KeptAnswers, signal: AbortSignal): Promise<Verification> {
  const config = await configAt(file);
  const { certificate, basis, method } = config.guarantee;
  if (basis !== 'exact test')
    throw new NothingToVerifyError(file, `the promise of ${method} is the paper's and rests on no exact test`);
  if (!certificate) return keptReference(file, config);
  const known = await knownAnswers(file, config, kept, signal);
  const knows = await knowsOf(file, config);
  const counted = known ? await countSteps({ config, knows, warmUpItems: certificate.warmUpItems }, known, signal) : [];
  const steps = [...counted, ...certificateSteps(config, certificate)];
  return { config, steps, counted: known !== undefined, verified: steps.every(({ holds }) => holds) };
}

function keptReference(file: string, config: RoutingConfig): Verification {
  if (config.kind !== 'reference') throw new NothingToVerifyError(file, 'its promise names no test');
  const says = `${config.reference} answers everything itself, so nothing can differ`;
  return { config, steps: [{ says, holds: true }], counted: false, verified: true };
}

async function configAt(file: string): Promise<RoutingConfig> {
  try {
    return readRoutingConfig(file, await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new UnreadableConfigError(file, error);
  }
}

async function knownAnswers(
  file: string,
  config: RoutingConfig,
  { journalFolder, recordingFolder }: KeptAnswers,
  signal: AbortSignal,
): Promise<KnownAnswers | undefined> {
  if (recordingFolder !== undefined) return recordedAnswers(file, config, recordingFolder);
  return journalFolder === undefined ? undefined : journaledAnswers(file, config, journalFolder, signal);
}

interface Counted {
  readonly config: RoutingConfig;
  readonly knows: CascadeSource['knows'];
  readonly warmUpItems: number;
}

/** Other files than those profiled hold other rows: nothing is counted on them. */
async function countSteps(
  { config, knows, warmUpItems }: Counted,
  known: KnownAnswers,
  signal: AbortSignal,
): Promise<VerifyStep[]> {
  const { guarantee, kind, stages, reference, seed } = config;
  const drawn = {
    says: `${plural(known.items, 'row')} drawn by seed ${seed}, the first ${warmUpItems} for choosing`,
    holds: known.items >= warmUpItems + guarantee.items,
  };
  const before = [...known.steps, drawn];
  if (!before.every(({ holds }) => holds)) return before;
  const question = {
    policy: { kind, stages },
    reference,
    seed,
    most: guarantee.items,
    knows,
    embeds: readsOf(config).embeds,
  };
  const { items, deviations } = await known.recount(question, warmUpItems, signal);
  return [
    ...before,
    {
      says:
        `counted on the rows after them: ${plural(deviations, 'deviation')} in ${plural(items, 'item')}; ` +
        `the config says ${guarantee.deviations} in ${guarantee.items}`,
      holds: items === guarantee.items && deviations === guarantee.deviations,
    },
  ];
}
