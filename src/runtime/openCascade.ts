import type { ChatModel, ModelId, ModelParameters } from '../core/models/chatModel.ts';
import type { EmbeddingModel } from '../core/models/embeddingModel.ts';
import type { Price, PriceBook } from '../core/models/price.ts';
import { type PriceGap, priceGapWords } from '../core/models/priceGap.ts';
import { english } from '../core/translate.ts';
import { systemClock } from '../node/systemClock.ts';
import type { StageModel } from './askStage.ts';
import { type Cascade, type CascadeSettings, createCascade, type Embed } from './cascade.ts';
import { type CascadeSource, readCascade } from './cascadeSource.ts';
import type { PromptInputs } from './inputValues.ts';
import type { Seated } from './studentSeat.ts';

/** Where a cascade's models and prices come from. */
export interface CascadeWorld {
  /** Makes a client; sends nothing. */
  modelOf(id: ModelId): Promise<ChatModel>;
  embeddingModelOf(id: ModelId): Promise<EmbeddingModel>;
  readonly prices: PriceBook;
}

export interface OpenCascadeOptions extends CascadeSettings {
  /** Run although the prompt file has changed since it was profiled. Default: that is an error. */
  readonly allowChangedPrompt?: boolean | undefined;
  /** Run without the config's student where another program has it, with a warning. Default: that is an error. */
  readonly withoutBusyStudent?: boolean | undefined;
}

/** Rejects with what `readCascade` and the world reject with: all that can be wrong is found here, before anything is sent. */
export async function openCascade<Inputs extends PromptInputs>(
  file: string,
  options: OpenCascadeOptions,
  world: CascadeWorld,
): Promise<Cascade<Inputs>> {
  const source = await readCascade(file, options);
  const { models, warnings } = await stageModelsOf(source, world);
  const stageModel = (id: ModelId) => models.get(id) as StageModel; // of every stage there is one
  if (source.config.student && source.promptHasChanged)
    warnings.push('The student stays out: it has learned for the prompt as it was profiled.');
  const { student, warning }: Seated = options.student ? options : await studentOf(source, options);
  if (warning) warnings.push(warning);
  const embed = await embedOf(source, world, warnings);
  const deps = {
    source,
    stageModel,
    embed,
    clock: systemClock,
    random: jitter,
    warnings: [...source.warnings, ...warnings],
  };
  return createCascade(deps, { ...options, student });
}

/** Loaded only where a config has one: most have none, and it is larger than the rest of the runtime. */
async function studentOf(source: CascadeSource, options: OpenCascadeOptions): Promise<Seated> {
  if (!source.config.student || source.promptHasChanged) return {};
  const { seatStudent } = await import('./studentSeat.ts');
  return seatStudent(source, options);
}

/** Loaded only where something is embedded. */
async function embedOf(
  { config, embeds }: CascadeSource,
  world: CascadeWorld,
  warnings: string[],
): Promise<Embed | undefined> {
  if (!config.embeddings || !(embeds || config.student?.embeddings)) return undefined;
  const { model: id, length } = config.embeddings;
  const lookup = world.prices.lookup(id, 'embeddings');
  if (!lookup.known) warnings.push(unknownPrice(lookup.gap));
  const embedder = { model: await world.embeddingModelOf(id), price: lookup.known ? lookup.price : undefined, length };
  const { createEmbed } = await import('./embedder.ts');
  return createEmbed(embedder, { clock: systemClock, random: jitter });
}

async function stageModelsOf({ config: { stages } }: CascadeSource, world: CascadeWorld) {
  const models = new Map<ModelId, StageModel>();
  const warnings: string[] = [];
  for (const { model: id, parameters } of stages) {
    const lookup = world.prices.lookup(id);
    const price: Price | undefined = lookup.known ? lookup.price : undefined;
    if (!lookup.known) warnings.push(unknownPrice(lookup.gap));
    models.set(id, { model: await world.modelOf(id), parameters: parameters as ModelParameters, price });
  }
  return { models, warnings };
}

function unknownPrice(gap: PriceGap): string {
  return `${priceGapWords(gap, english)} Until then costs are unknown.`;
}

/** When to try again is the one thing that may differ from run to run: programs that failed together must not come back together. */
const jitter = { uniform: () => Math.random() };
