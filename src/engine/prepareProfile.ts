import { goldsOf } from '../core/datasets/goldsOf.ts';
import type { ChatModel, ModelId } from '../core/models/chatModel.ts';
import type { ProfileRequest, ProfileResult } from '../core/profiling/profile.ts';
import { routingConfigOf } from '../core/profiling/routingConfigOf.ts';
import type { RoutingConfig } from '../core/routing/routingConfig.ts';
import { CapTooSmallError } from './capTooSmallError.ts';
import { pathFromConfig } from './configFile.ts';
import { type CostEstimate, estimateCost } from './estimateCost.ts';
import { dataFileOf, type GatheredProfile, gatherProfile } from './gatherProfile.ts';
import { createModelClients, isSampleModel } from './modelClients.ts';
import type { PreparedProfile } from './preparedProfile.ts';
import type { LiveProfileOptions, World } from './profileOptions.ts';
import { equivalenceOf, itemsOf, type LiveJob, runLiveProfile } from './runLiveProfile.ts';

/**
 * Checks everything that can be checked before money is spent: prompt, dataset, variables, models, prices, keys, cap, where the config goes.
 * Sends nothing. Rejects with an InputError that says what to mend.
 */
export async function prepareProfile(
  options: LiveProfileOptions,
  world: World,
  signal: AbortSignal,
): Promise<PreparedProfile> {
  const gathered = await gatherProfile(options, world, signal);
  const { prompt, sample, priced, configFile, embeddings } = gathered;
  const estimate = await estimateOf(gathered);
  requireCapForOneItem(estimate, gathered);
  const equivalence = equivalenceOf(gathered, undefined);
  await requireKeys(gathered, world);
  const request = requestOf(gathered);
  const configOf = configMaker(gathered, world.today);
  return {
    subject: options.promptFile,
    request,
    items: sample.rows.length,
    equivalence,
    warnings: [...prompt.warnings, ...datasetWarnings(gathered), ...priced.warnings],
    notionalPrices: [...priced.prices.values(), ...(embeddings ? [embeddings.price] : [])].some(
      ({ source }) => source === 'notional',
    ),
    estimate,
    configFile,
    run: (runSignal) => runWithClients({ gathered, request, configOf }, world, runSignal),
    configOf,
  };
}

function configMaker(
  { options, prompt, sample, priced, configFile, judge, embeddings }: GatheredProfile,
  today: string,
) {
  return (result: ProfileResult): RoutingConfig =>
    routingConfigOf(result, {
      prompt: { file: pathFromConfig(configFile, options.promptFile), sha256: prompt.sha256 },
      dataset: {
        file: pathFromConfig(configFile, dataFileOf(options)),
        sha256: sample.sha256,
        rows: sample.totalRows,
        ...(Object.keys(options.columns ?? {}).length > 0 && { columns: options.columns }),
      },
      parameters: prompt.template.parameters,
      profileItems: options.profileItems,
      judge,
      embeddings: embeddings?.id,
      profiledOn: today,
      pricesOn: today,
      priceOf: (id) => priced.prices.get(id),
    });
}

function requestOf({ options, models, reference, priced, sample }: GatheredProfile): ProfileRequest {
  const { method, delta, confidence, scope, volume, seed } = options;
  return {
    method,
    delta,
    confidence,
    scope,
    reference,
    models: models.filter((id) => priced.prices.has(id)),
    unpriced: priced.unpriced,
    rows: sample.totalRows,
    volume,
    seed,
  };
}

/** Also what `downtier estimate` shows: no key is needed for it. */
export function estimateOf(gathered: GatheredProfile): Promise<CostEstimate> {
  const { conversations, sample, prompt, priced, options, embeddings } = gathered;
  return estimateCost({
    conversations,
    golds: goldsOf(sample.rows),
    parameters: prompt.template.parameters,
    prices: priced.prices,
    maxSpendUSD: options.maxSpendUSD,
    timeoutMs: options.timeoutMs,
    judged: gathered.judge !== undefined,
    embeddings: embeddings && { ...embeddings, texts: itemsOf(gathered).map(({ input = '' }) => input) },
    selfCheck: { model: gathered.reference, items: options.selfCheckItems ?? 0 },
  });
}

async function* runWithClients(job: LiveJob, world: World, signal: AbortSignal) {
  const { priced, options, embeddings: named } = job.gathered;
  const clients = createModelClients(world, options.timeoutMs);
  try {
    const models = new Map<ModelId, ChatModel>();
    for (const id of priced.prices.keys()) models.set(id, await clients.modelOf(id));
    const embeddings = named && (await clients.embeddingModelOf(named.id));
    yield* runLiveProfile(job, { models, embeddings }, world, signal);
  } finally {
    await clients.close();
  }
}

/** A missing key is found now; the embedded models need none, and their server is not started yet. */
async function requireKeys({ priced, options, embeddings }: GatheredProfile, world: World): Promise<void> {
  const clients = createModelClients(world, options.timeoutMs);
  for (const id of priced.prices.keys()) if (!isSampleModel(id)) await clients.modelOf(id);
  if (embeddings && !isSampleModel(embeddings.id)) await clients.embeddingModelOf(embeddings.id);
}

/** The first item is asked of every model; what a judge will cost depends on what they answer. */
function requireCapForOneItem(estimate: CostEstimate, { options, judge }: GatheredProfile): void {
  const arms = estimate.calls.filter(({ id }) => id !== judge);
  const neededUSD = arms.reduce((sum, { worstCallUSD }) => sum + worstCallUSD, 0);
  if (neededUSD > options.maxSpendUSD) throw new CapTooSmallError(options.maxSpendUSD, neededUSD, arms.length);
}

function datasetWarnings({ sample, options }: GatheredProfile): string[] {
  const findings = sample.findings.map(
    ({ range, message }) => `${dataFileOf(options)}:${range.start.line + 1}: ${message}`,
  );
  return sample.malformedRows > findings.length
    ? [...findings, `${dataFileOf(options)}: ${sample.malformedRows} rows were passed over in all.`]
    : findings;
}
