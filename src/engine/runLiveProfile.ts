import { setMaxListeners } from 'node:events';
import { basename, dirname, join } from 'node:path';
import type { Asking } from '../core/calls/asking.ts';
import { Journal } from '../core/calls/journal.ts';
import { JournaledCalls } from '../core/calls/journaledCalls.ts';
import { PaidCalls, type PricedModel } from '../core/calls/paidCalls.ts';
import { SpendingCap } from '../core/calls/spendingCap.ts';
import type { Equivalence } from '../core/equivalence/equivalence.ts';
import type { ChatModel, ModelId } from '../core/models/chatModel.ts';
import type { EmbeddingModel } from '../core/models/embeddingModel.ts';
import type { ProfileEvent, ProfileRequest, ProfileResult } from '../core/profiling/profile.ts';
import { PromptAnswers, type RowItem } from '../core/profiling/promptAnswers.ts';
import { runProfileMethod } from '../core/profiling/runProfileMethod.ts';
import { inputText } from '../core/prompts/inputText.ts';
import { createRandom } from '../core/random.ts';
import type { RoutingConfig } from '../core/routing/routingConfig.ts';
import { openJournalFile } from '../node/journalFile.ts';
import { sha256 } from '../node/sha256.ts';
import { createComparison } from './comparison.ts';
import { completedProfile } from './completedProfile.ts';
import type { GatheredProfile } from './gatherProfile.ts';
import { columnsOf } from './knowsColumns.ts';
import type { LiveProfileOptions, World } from './profileOptions.ts';

/** Who is asked. */
export interface ProfileClients {
  readonly models: ReadonlyMap<ModelId, ChatModel>;
  readonly embeddings: EmbeddingModel | undefined;
}

/** What is to be profiled, and how its result becomes a config. */
export interface LiveJob {
  readonly gathered: GatheredProfile;
  readonly request: ProfileRequest;
  readonly configOf: (result: ProfileResult) => RoutingConfig;
}

/**
 * Profiles with real calls. Holds the journal while it runs; ends, also when the consumer stops early, with the journal closed.
 * Rejects with what `runProfileMethod`, `PaidCalls` and `openJournalFile` reject with.
 */
export async function* runLiveProfile(
  { gathered, request, configOf }: LiveJob,
  clients: ProfileClients,
  world: World,
  signal: AbortSignal,
): AsyncGenerator<ProfileEvent, void, undefined> {
  const { options } = gathered;
  setMaxListeners(0, signal); // every call that waits to be tried again listens to it
  const file = openJournalFile(journalFileOf(options));
  try {
    const journal = new Journal(file, file.lines);
    const calls = new PaidCalls({
      models: pricedModels(gathered, clients.models),
      embeddings: gathered.embeddings &&
        clients.embeddings && { model: clients.embeddings, price: gathered.embeddings.price },
      journal,
      cap: new SpendingCap(options.maxSpendUSD),
      clock: world.clock,
      random: createRandom(options.seed),
      digest: sha256,
      concurrency: options.concurrency,
      timeoutMs: options.timeoutMs,
    });
    const items = itemsOf(gathered, options.knowsColumns);
    const deps = { source: answersBy(calls, gathered), equivalence: equivalenceOf(gathered, calls) };
    const journaled = (): JournaledCalls => new JournaledCalls(journal, sha256);
    const known = {
      answers: () => answersBy(journaled(), gathered),
      equivalence: equivalenceOf(gathered, journaled()),
    };
    const events = runProfileMethod(request, items, deps, signal);
    yield* completedProfile(events, { items, ...deps, known, options, configOf, learnsFromTooFew: true }, signal);
  } finally {
    file.close();
  }
}

/** In profiling order. */
export function itemsOf(
  { sample, prompt: { template } }: Pick<GatheredProfile, 'sample' | 'prompt'>,
  knowsColumns: readonly string[] = [],
): RowItem[] {
  return sample.rows.map(({ index, values, gold }) => ({
    id: String(index),
    values,
    gold,
    input: inputText(template, values),
    columns: columnsOf(values, knowsColumns),
  }));
}

/** Answers to the prompt, by the models or by the journal. */
export function answersBy(
  calls: Asking,
  {
    prompt: { template },
    embeddings,
  }: Pick<GatheredProfile, 'prompt'> & { readonly embeddings: { readonly id: ModelId } | undefined },
): PromptAnswers {
  return new PromptAnswers({ template, parameters: template.parameters, calls, embeddings: embeddings?.id });
}

/** `.downtier/triage.prompty.journal.jsonl` beside the prompt, unless another folder is asked for. */
export function journalFileOf({
  journalFolder,
  promptFile,
}: Pick<LiveProfileOptions, 'journalFolder' | 'promptFile'>): string {
  return join(journalFolder ?? join(dirname(promptFile), '.downtier'), `${basename(promptFile)}.journal.jsonl`);
}

/** The rule that compares outputs; a judge's calls are paid through the same pipeline. Without `calls` it only shows that it can be made. */
export function equivalenceOf(
  gathered: Pick<GatheredProfile, 'equivalence' | 'judge' | 'models' | 'options'>,
  calls: Asking | undefined,
): Equivalence {
  const { equivalence, judge, models, options } = gathered;
  return createComparison(equivalence, options, {
    arms: models,
    judge:
      judge === undefined
        ? undefined
        : {
            model: judge,
            async ask(messages, signal) {
              const outcome = await calls?.ask(judge, { messages, parameters: {} }, signal);
              return outcome?.kind === 'answered' ? outcome.answer.text : undefined;
            },
          },
  });
}

function pricedModels(
  { priced }: GatheredProfile,
  clients: ReadonlyMap<ModelId, ChatModel>,
): ReadonlyMap<ModelId, PricedModel> {
  const models = new Map<ModelId, PricedModel>();
  for (const [id, price] of priced.prices) {
    const model = clients.get(id);
    if (model) models.set(id, { model, price });
  }
  return models;
}
