import { setMaxListeners } from 'node:events';
import { basename, dirname, join } from 'node:path';
import { Journal } from '../core/calls/journal.ts';
import { PaidCalls, type PricedModel } from '../core/calls/paidCalls.ts';
import { SpendingCap } from '../core/calls/spendingCap.ts';
import type { Row } from '../core/datasets/row.ts';
import type { Equivalence } from '../core/equivalence/equivalence.ts';
import type { ChatModel, ModelId } from '../core/models/chatModel.ts';
import type { ProfileEvent, ProfileRequest } from '../core/profiling/profile.ts';
import { PromptAnswers, type RowItem } from '../core/profiling/promptAnswers.ts';
import { runProfileMethod } from '../core/profiling/runProfileMethod.ts';
import { inputText } from '../core/prompts/inputText.ts';
import type { PromptTemplate } from '../core/prompts/promptTemplate.ts';
import { createRandom } from '../core/random.ts';
import { openJournalFile } from '../node/journalFile.ts';
import { sha256 } from '../node/sha256.ts';
import { createComparison } from './comparison.ts';
import type { GatheredProfile } from './gatherProfile.ts';
import type { LiveProfileOptions, World } from './profileOptions.ts';

/**
 * Profiles with real calls. Holds the journal while it runs; ends, also when the consumer stops early, with the journal closed.
 * Rejects with what `runProfileMethod`, `PaidCalls` and `openJournalFile` reject with.
 */
export async function* runLiveProfile(
  gathered: GatheredProfile,
  request: ProfileRequest,
  clients: ReadonlyMap<ModelId, ChatModel>,
  world: World,
  signal: AbortSignal,
): AsyncGenerator<ProfileEvent, void, undefined> {
  const { options, sample, prompt } = gathered;
  setMaxListeners(0, signal); // every call that waits to be tried again listens to it
  const file = openJournalFile(journalFileOf(options));
  try {
    const calls = new PaidCalls({
      models: pricedModels(gathered, clients),
      journal: new Journal(file, file.lines),
      cap: new SpendingCap(options.maxSpendUSD),
      clock: world.clock,
      random: createRandom(options.seed),
      digest: sha256,
      concurrency: options.concurrency,
      timeoutMs: options.timeoutMs,
    });
    const source = new PromptAnswers({
      template: prompt.template,
      parameters: prompt.template.parameters,
      calls,
    });
    const items = sample.rows.map((row) => itemOf(row, prompt.template));
    yield* runProfileMethod(request, items, { source, equivalence: equivalenceOf(gathered, calls) }, signal);
  } finally {
    file.close();
  }
}

function itemOf({ index, values, gold }: Row, template: PromptTemplate): RowItem {
  return { id: String(index), values, gold, input: inputText(template, values) };
}

/** `.downtier/triage.prompty.journal.jsonl` beside the prompt, unless another folder is asked for. */
export function journalFileOf({
  journalFolder,
  promptFile,
}: Pick<LiveProfileOptions, 'journalFolder' | 'promptFile'>): string {
  return join(journalFolder ?? join(dirname(promptFile), '.downtier'), `${basename(promptFile)}.journal.jsonl`);
}

/** The rule that compares outputs; a judge's calls are paid through the same pipeline. Without `calls` it only shows that it can be made. */
export function equivalenceOf(gathered: GatheredProfile, calls: PaidCalls | undefined): Equivalence {
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
