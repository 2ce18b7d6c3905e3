import { existsSync } from 'node:fs';
import type { PricedEmbeddings, PricedModel } from '../../core/calls/paidCalls.ts';
import { DatasetError } from '../../core/datasets/datasetError.ts';
import type { ModelId } from '../../core/models/chatModel.ts';
import type { PriceBook } from '../../core/models/price.ts';
import { hashFile } from '../../node/hashFile.ts';
import { sha256 } from '../../node/sha256.ts';
import { type CascadeSource, readCascade } from '../../runtime/cascadeSource.ts';
import type { ColumnMap } from '../columnMap.ts';
import { ConfigPathError, requireWritable } from '../configFile.ts';
import { createModelClients, type ModelClients } from '../modelClients.ts';
import { openPriceBook, UnknownPriceError } from '../priceModels.ts';
import type { World } from '../profileOptions.ts';
import { journalFileOf } from '../runLiveProfile.ts';
import { OutputExistsError, OutputPathError } from './applyErrors.ts';
import type { ApplyOptions } from './applyOptions.ts';
import { type OutputFormat, outputFormat } from './outputFormat.ts';
import { hasProgress, isBegun } from './progressFile.ts';

/** An application that has passed every check and has not cost anything yet. Close it when done. */
export interface PreparedApply {
  readonly options: ApplyOptions;
  readonly source: CascadeSource;
  readonly format: OutputFormat;
  readonly models: ReadonlyMap<ModelId, PricedModel>;
  /** undefined: the config decides by no embedding. */
  readonly embeddings: PricedEmbeddings | undefined;
  /** The config's own, and those asked for. */
  readonly columns: ColumnMap;
  /** Two runs with the same identity are one job. */
  readonly identity: string;
  /** An unfinished run of this job is gone on with. */
  readonly resumes: boolean;
  /** With the answers that profiled rows are given, in batch scope; undefined: none are. */
  readonly profileJournal: string | undefined;
  /** Whether the config's promise is about these answers; else a warning says why not. */
  readonly isPromised: boolean;
  readonly warnings: readonly string[];
  readonly notionalPrices: boolean;
  close(): Promise<void>;
}

/** Checks config, prompt, prices, keys, dataset and where the answers go. Rejects with an InputError that says what to mend. */
export async function prepareApply(options: ApplyOptions, world: World): Promise<PreparedApply> {
  const { configFile, dataFile, outFile, pricesFile } = options;
  const source = await readCascade(configFile, options);
  requireOutput(options, [configFile, dataFile, source.promptFile, ...(pricesFile ? [pricesFile] : [])]);
  const dataSha256 = await hashFile(dataFile);
  if (dataSha256 === undefined)
    throw new DatasetError(`${dataFile} does not exist or cannot be read; check the dataset's path.`, {
      file: dataFile,
      reason: 'missing',
    });
  const clients = createModelClients(world, options.timeoutMs);
  try {
    const book = await openPriceBook(pricesFile, world.today);
    const models = await pricedModels(source, clients, book);
    const embeddings = await pricedEmbeddings(source, clients, book);
    const columns = { ...source.config.dataset.columns, ...options.columns };
    const variables = source.template.usedVariables.map(({ name }) => name);
    const identity = identityOf(source, dataSha256, options, columns);
    const { profileJournal, voids } = batchPromise(source, dataSha256, options);
    return {
      options,
      source,
      format: outputFormat(options.format, variables),
      models,
      embeddings,
      columns,
      identity,
      resumes: isBegun({ outFile, identity }),
      profileJournal,
      isPromised: !source.promptHasChanged && voids.length === 0,
      warnings: [...source.warnings, ...voids, ...studentWarnings(source)],
      notionalPrices: [...models.values()].some(({ price }) => price.source === 'notional'),
      close: () => clients.close(),
    };
  } catch (error) {
    await clients.close();
    throw error;
  }
}

/** Touches nothing: what is to be overwritten goes only when all else is in order. @throws OutputPathError, OutputExistsError */
export function requireOutput({ outFile, overwrite }: ApplyOptions, inputs: readonly string[]): void {
  try {
    requireWritable(outFile, inputs);
  } catch (error) {
    throw error instanceof ConfigPathError ? new OutputPathError(outFile, error.why, error) : error;
  }
  if (!overwrite && existsSync(outFile) && !hasProgress(outFile)) throw new OutputExistsError(outFile);
}

async function pricedModels(
  { config }: CascadeSource,
  clients: ModelClients,
  book: PriceBook,
): Promise<Map<ModelId, PricedModel>> {
  const models = new Map<ModelId, PricedModel>();
  for (const { model: id } of config.stages) {
    const lookup = book.lookup(id);
    if (!lookup.known) throw new UnknownPriceError(id, lookup.gap);
    models.set(id, { model: await clients.modelOf(id), price: lookup.price });
  }
  return models;
}

async function pricedEmbeddings(
  { config: { embeddings }, embeds }: CascadeSource,
  clients: ModelClients,
  book: PriceBook,
): Promise<PricedEmbeddings | undefined> {
  if (!embeddings || !embeds) return undefined;
  const { model: id, length } = embeddings;
  const lookup = book.lookup(id, 'embeddings');
  if (!lookup.known) throw new UnknownPriceError(id, lookup.gap);
  return { model: await clients.embeddingModelOf(id), price: lookup.price, length };
}

/** Of everything that decides what an output holds; costs and dates in a config do not. */
function identityOf(
  { config, template }: CascadeSource,
  dataSha256: string,
  { format, onFailure }: ApplyOptions,
  columns: ColumnMap,
): string {
  const { prompt, kind, stages, seed, evidence, guarantee, reference, embeddings, knows } = config;
  const policy = [
    prompt?.sha256,
    template.fixedText,
    kind,
    stages,
    seed,
    evidence.equivalence,
    guarantee.scope,
    reference,
    ...(embeddings ? [embeddings, knows] : []),
  ];
  return sha256(JSON.stringify([policy, dataSha256, format, onFailure, columns]));
}

/** What a batch config's promise rests on, and why it does not hold here: it counts the profiled rows of its own dataset as answered by the reference. */
function batchPromise(
  { config, file, promptFile }: CascadeSource,
  dataSha256: string,
  { dataFile, journalFolder }: ApplyOptions,
): { readonly profileJournal: string | undefined; readonly voids: readonly string[] } {
  if (config.guarantee.scope !== 'batch') return { profileJournal: undefined, voids: [] };
  const journal = journalFileOf({ promptFile, journalFolder });
  const profileJournal = existsSync(journal) ? journal : undefined;
  if (config.dataset.sha256 !== dataSha256) {
    const why = `${file} promises something about ${config.dataset.file} as it was (batch scope), not about ${dataFile}. Profile with this dataset for a promise.`;
    return { profileJournal, voids: [why] };
  }
  if (profileJournal !== undefined || config.kind === 'reference') return { profileJournal, voids: [] };
  const why =
    `${file} counts the profiled rows as answered by ${config.reference} (batch scope), and those answers are not in ${journal}: ` +
    'nothing is promised. Name their folder with --journal, or profile again.';
  return { profileJournal, voids: [why] };
}

/** Rows are answered many at once, and again after a crash: what a student would say to them depends on the order. */
function studentWarnings({ config }: CascadeSource): string[] {
  return config.student ? ["The config's student stays out: the stages alone answer a dataset."] : [];
}
