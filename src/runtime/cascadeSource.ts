import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type EquivalenceName, equivalenceNames } from '../core/equivalence/equivalence.ts';
import { usesKnows } from '../core/policies/acceptRule.ts';
import { chanceOf } from '../core/policies/chance.ts';
import type { InputBesides } from '../core/policies/knowsFeatures.ts';
import type { KnowsReader } from '../core/policies/knowsModel.ts';
import { type AnswerReading, type InputFacts, parseSignal } from '../core/policies/signals.ts';
import type { PromptTemplate } from '../core/prompts/promptTemplate.ts';
import { RoutingConfigError, readRoutingConfig } from '../core/routing/readRoutingConfig.ts';
import type { RoutingConfig } from '../core/routing/routingConfig.ts';
import { loadPrompt } from '../node/loadPrompt.ts';
import { PromptChangedError } from './errors.ts';

/** A routing config with what its decisions need, read and checked. Nothing has been sent. */
export interface CascadeSource {
  /** `triage` of `prompts/triage.cascade.json`. */
  readonly name: string;
  readonly file: string;
  readonly config: RoutingConfig;
  readonly promptFile: string;
  /** The prompt is another than the one that was profiled, and that was allowed. */
  readonly promptHasChanged: boolean;
  readonly template: PromptTemplate;
  readonly reading: AnswerReading;
  /** P(IK) of the models; absent where no stage is decided by it. */
  readonly knows?: KnowsReader | undefined;
  /** Columns that it reads, to be given with every input beside the prompt's variables. */
  readonly columns?: readonly string[] | undefined;
  /** Whether it reads the input's embedding, by the config's `embeddings`. */
  readonly embeds?: boolean | undefined;
  /** What a person should know, with the file (and line) that it is about. */
  readonly warnings: readonly string[];
}

export type Decisions = Pick<CascadeSource, 'config' | 'reading' | 'knows' | 'columns' | 'embeds'>;

/** What decides, without the prompt: of configs made from recorded answers too. Rejects with RoutingConfigError. */
export async function readDecisions(file: string): Promise<Decisions> {
  const config = readRoutingConfig(file, await textOf(file));
  requireKnownSignals(file, config);
  const [reading, knows] = await Promise.all([readingOf(file, config), knowsOf(file, config)]);
  return { config, reading, knows, ...readsOf(config) };
}

/** Rejects with RoutingConfigError, PromptFileError or PromptChangedError. */
export async function readCascade(
  file: string,
  { allowChangedPrompt = false }: { readonly allowChangedPrompt?: boolean | undefined } = {},
): Promise<CascadeSource> {
  const decisions = await readDecisions(file);
  const { config } = decisions;
  if (!config.prompt) {
    const why =
      'it was made from recorded answers and names no prompt, so there is nothing to send. Profile the prompt itself.';
    throw new RoutingConfigError(file, why, { fault: 'invalid-config', path: ['prompt'] });
  }
  const promptFile = join(dirname(file), config.prompt.file);
  const { template, sha256, warnings: findings } = await loadPrompt(promptFile);
  const warnings = [...findings];
  const promptHasChanged = sha256 !== config.prompt.sha256;
  if (promptHasChanged && !allowChangedPrompt) throw new PromptChangedError(file, promptFile);
  const name = basename(file).replace(/(\.cascade)?\.json$/i, '');
  if (promptHasChanged) warnings.push(`${promptFile} has changed since ${file} was made from it: nothing is promised.`);
  return { ...decisions, name, file, promptFile, promptHasChanged, template, warnings };
}

/**
 * What is known of an input before anybody is asked.
 * @param besides the columns and the embedding that the source reads
 */
export function factsOf(
  { config, knows }: Pick<CascadeSource, 'config' | 'knows'>,
  text: string,
  besides?: InputBesides,
): InputFacts {
  const chance = chanceOf(config.seed, text);
  return knows ? { chance, knows: knows(text, besides) } : { chance };
}

/** Of a config's stages. */
export function readsOf({
  stages,
  knows = {},
}: Pick<RoutingConfig, 'stages' | 'knows'>): Pick<CascadeSource, 'columns' | 'embeds'> {
  const read = stages.flatMap(({ model, accept }) => (accept && usesKnows(accept) ? (knows[model] ?? []) : []));
  const columns = [...new Set(read.flatMap((classifier) => classifier.columns?.names ?? []))];
  return { columns, embeds: read.some(({ embedding }) => embedding) };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new RoutingConfigError(file, 'this file cannot be read; check its path.', {
      fault: 'unreadable-config',
      cause: error,
    });
  }
}

/**
 * The rule that outputs were compared with when profiling; loaded only where a signal rests on what answers say. A judge cannot be asked here, and its
 * configs have no such signal.
 */
async function readingOf(file: string, { evidence, stages }: RoutingConfig): Promise<AnswerReading> {
  const { name, judge: _, ...rest } = evidence.equivalence;
  if (!isKnown(name)) {
    const why = `it compares outputs by "${name}", which this Downtier does not know. Update Downtier.`;
    throw new RoutingConfigError(file, why, { fault: 'newer-config', path: ['evidence', 'equivalence', 'name'] });
  }
  const isRead = stages.some(({ accept }) => accept?.score);
  if (!isRead || name === 'judge' || (name === 'label' && !rest.labels?.length)) return {};
  const { createEquivalence } = await import('../core/equivalence/createEquivalence.ts');
  return createEquivalence(name, { ...rest, reason: 'asked for' });
}

/**
 * P(IK) of the models for a text; loaded only where a stage is decided by it. Without its classifier a stage would let answers through that were not meant to be.
 * Rejects with RoutingConfigError.
 */
export async function knowsOf(
  file: string,
  { stages, knows = {}, embeddings }: Pick<RoutingConfig, 'stages' | 'knows' | 'embeddings'>,
): Promise<CascadeSource['knows']> {
  const using = stages.filter(({ accept }) => accept && usesKnows(accept));
  if (using.length === 0) return undefined;
  const [{ readKnows }, { embeddingLength }] = await Promise.all([
    import('../core/policies/knowsModel.ts'),
    import('../core/policies/knowsClassifier.ts'),
  ]);
  const fault = 'invalid-config';
  for (const { model } of using) {
    if (knows[model]) continue;
    const why = `the stage of ${model} is decided by P(IK), and its classifier is missing. Profile the prompt again.`;
    throw new RoutingConfigError(file, why, { fault, path: ['knows'] });
  }
  try {
    const lengths = using.flatMap(({ model }) => knows[model]?.embedding ?? []).map(embeddingLength);
    if (lengths.some((length) => length !== embeddings?.length))
      throw new RangeError(`weights for ${lengths.join(', ')} numbers, and vectors of ${embeddings?.length}`);
    return readKnows(knows);
  } catch (error) {
    const why = 'the weights of a P(IK) classifier are damaged. Profile the prompt again.';
    throw new RoutingConfigError(file, why, { fault, path: ['knows'], cause: error });
  }
}

function isKnown(name: string): name is EquivalenceName {
  return equivalenceNames.some((known) => known === name);
}

/** A signal passed over would let answers through that were not meant to be. */
function requireKnownSignals(file: string, { stages }: RoutingConfig): void {
  for (const [index, { accept }] of stages.entries()) {
    const unknown = Object.keys(accept?.score?.weights ?? {}).find((name) => !parseSignal(name));
    if (unknown === undefined) continue;
    const why = `stage ${index + 1} decides by the signal "${unknown}", which this Downtier does not know. Update Downtier.`;
    const path = ['stages', index, 'accept', 'score', 'weights', unknown];
    throw new RoutingConfigError(file, why, { fault: 'newer-config', path });
  }
}
