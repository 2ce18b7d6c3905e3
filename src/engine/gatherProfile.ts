import { rowsFromTestData } from '../core/datasets/readDataset.ts';
import { sampleRows } from '../core/datasets/sampleRows.ts';
import type { EquivalenceChoice } from '../core/equivalence/chooseEquivalence.ts';
import type { Message, ModelId } from '../core/models/chatModel.ts';
import { parseModelId, resolvePromptModel } from '../core/models/modelId.ts';
import type { Price, PriceBook, PricedUse } from '../core/models/price.ts';
import type { PromptTemplate } from '../core/prompts/promptTemplate.ts';
import { type DatasetFileSample, sampleDatasetFile } from '../node/datasetFile.ts';
import { type LoadedPrompt, loadPrompt } from '../node/loadPrompt.ts';
import { requireMapped, withColumns } from './columnMap.ts';
import { chooseComparison } from './comparison.ts';
import { configFileOf, requireWritable } from './configFile.ts';
import { requireKnowsColumns } from './knowsColumns.ts';
import {
  NoDatasetError,
  NoReferenceError,
  NothingToCompareError,
  NoVariablesError,
  requireReferenceAmong,
} from './modelChoiceErrors.ts';
import { openPriceBook, type PricedIds, priceModels, UnknownPriceError } from './priceModels.ts';
import type { LiveProfileOptions, World } from './profileOptions.ts';

/** Everything a live profile is made from, read and checked. Nothing has been sent. */
export interface GatheredProfile {
  readonly options: LiveProfileOptions;
  readonly configFile: string;
  readonly prompt: LoadedPrompt;
  readonly sample: DatasetFileSample;
  /** The prompt rendered with each sampled row. */
  readonly conversations: readonly (readonly Message[])[];
  /** Canonical ids, the reference among them, the judge not. */
  readonly models: readonly ModelId[];
  readonly reference: ModelId;
  readonly judge: ModelId | undefined;
  readonly priced: PricedIds;
  readonly equivalence: EquivalenceChoice;
  /** Who embeds inputs; undefined: nobody. */
  readonly embeddings: { readonly id: ModelId; readonly price: Price } | undefined;
}

/** Rejects with an InputError that says what to mend. */
export async function gatherProfile(
  options: LiveProfileOptions,
  world: Pick<World, 'today'>,
  signal: AbortSignal,
): Promise<GatheredProfile> {
  const configFile = options.out ?? configFileOf(options.promptFile);
  requireWritable(configFile, [
    options.promptFile,
    dataFileOf(options),
    ...(options.pricesFile ? [options.pricesFile] : []),
  ]);
  const models = [...new Set(options.models.map((id) => parseModelId(id).id))];
  const judge = options.judge === undefined ? undefined : parseModelId(options.judge).id;
  const prompt = await loadPrompt(options.promptFile);
  const reference = referenceOf(options, prompt.template);
  requireReferenceAmong(models, reference);
  const sample = await sampleOf(options, prompt, signal);
  requireVariables(prompt.template, options, sample.columns);
  requireKnowsColumns(options.knowsColumns ?? [], sample, dataFileOf(options));
  const conversations = await renderAll(prompt.template, sample.rows);
  const book = await openPriceBook(options.pricesFile, world.today);
  const priced = priceModels(book, judge === undefined ? models : [...models, judge]);
  requirePrice(book, reference);
  if (judge !== undefined) requirePrice(book, judge);
  const embeddings = embeddingsOf(options, book);
  if (!models.some((id) => id !== reference && priced.prices.has(id)))
    throw new NothingToCompareError(reference, priced.unpriced);
  const equivalence = chooseComparison(options, prompt.template, sample);
  return {
    options,
    configFile,
    prompt,
    sample,
    conversations,
    models,
    reference,
    judge,
    priced,
    equivalence,
    embeddings,
  };
}

/** The file that the rows come from. */
export function dataFileOf({ dataFile, promptFile }: Pick<LiveProfileOptions, 'dataFile' | 'promptFile'>): string {
  return dataFile ?? promptFile;
}

function referenceOf({ reference }: LiveProfileOptions, template: PromptTemplate): ModelId {
  if (reference !== undefined) return parseModelId(reference).id;
  if (template.model === undefined) throw new NoReferenceError(template.file, 'it names no model');
  const resolution = resolvePromptModel(template.model);
  if (!resolution.known) throw new NoReferenceError(template.file, resolution.why);
  return resolution.id;
}

/** Rows that all ask the same would count as many items although they are one. */
function requireVariables(
  { usedVariables }: PromptTemplate,
  options: LiveProfileOptions,
  columns: readonly string[],
): void {
  if (usedVariables.length === 0) throw new NoVariablesError(options.promptFile, dataFileOf(options), columns);
}

function requirePrice(book: PriceBook, id: ModelId, use?: PricedUse): Price {
  const lookup = book.lookup(id, use);
  if (!lookup.known) throw new UnknownPriceError(id, lookup.gap);
  return lookup.price;
}

function embeddingsOf({ embeddings }: LiveProfileOptions, book: PriceBook): GatheredProfile['embeddings'] {
  if (embeddings === undefined) return undefined;
  const { id } = parseModelId(embeddings);
  return { id, price: requirePrice(book, id, 'embeddings') };
}

/** The rows to profile, in order: by the seed the same ones each time. */
export async function sampleOf(
  {
    profileItems: sampleSize,
    seed,
    dataFile,
    promptFile,
    columns = {},
  }: Pick<LiveProfileOptions, 'profileItems' | 'seed' | 'dataFile' | 'promptFile' | 'columns'>,
  { template, sha256 }: LoadedPrompt,
  signal: AbortSignal,
): Promise<DatasetFileSample> {
  const keep = [...template.usedVariables.map(({ name }) => name), ...Object.values(columns)];
  if (dataFile === undefined && template.testData.length === 0) throw new NoDatasetError(promptFile);
  const sample =
    dataFile === undefined
      ? await sampleRows(rowsFromTestData(template.testData, { keep }), { file: promptFile, sampleSize, seed })
      : await sampleDatasetFile(dataFile, { sampleSize, seed, keep, signal });
  requireMapped(columns, template, sample.columns);
  return { sha256, ...sample, rows: sample.rows.map((row) => withColumns(row, columns)) };
}

/** Rendering every sampled row beforehand finds a missing variable before money is spent. */
function renderAll(template: PromptTemplate, rows: DatasetFileSample['rows']): Promise<(readonly Message[])[]> {
  return Promise.all(rows.map(({ values }) => template.render(values)));
}
