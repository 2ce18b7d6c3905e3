import { dirname, resolve } from 'node:path';
import { Journal } from '../../core/calls/journal.ts';
import { JournaledCalls } from '../../core/calls/journaledCalls.ts';
import type { Equivalence } from '../../core/equivalence/equivalence.ts';
import { InputError } from '../../core/errors.ts';
import type { AnswerSource, ProfileItem } from '../../core/profiling/answerSource.ts';
import { equivalenceOfConfig } from '../../core/profiling/equivalenceOfConfig.ts';
import { type Recount, type RecountQuestion, recountDeviations } from '../../core/profiling/recount.ts';
import type { RoutingConfig } from '../../core/routing/routingConfig.ts';
import { readJournalFile } from '../../node/journalFile.ts';
import { loadPrompt } from '../../node/loadPrompt.ts';
import { sha256 } from '../../node/sha256.ts';
import { readRecording } from '../../providers/recording.ts';
import { readsOf } from '../../runtime/cascadeSource.ts';
import { sampleOf } from '../gatherProfile.ts';
import { recordedSample } from '../prepareRecording.ts';
import { answersBy, itemsOf, journalFileOf } from '../runLiveProfile.ts';
import type { VerifyStep } from './verifyStep.ts';

/** The rows that a config was made from, with the answers to them that are kept. */
export interface KnownAnswers {
  /** Rows drawn. */
  readonly items: number;
  /** Are prompt and rows still what was profiled? */
  readonly steps: readonly VerifyStep[];
  /** Counts on the rows after the first `warmUpItems`. */
  recount(question: RecountQuestion, warmUpItems: number, signal: AbortSignal): Promise<Recount>;
}

/** The config lacks something that counting again needs. */
export class NotRecountableError extends InputError {
  constructor(file: string, why: string) {
    super(`${file} cannot be counted again: ${why}.`);
  }
}

/** Rejects with an InputError for a journal, prompt or dataset that cannot be read. */
export async function journaledAnswers(
  file: string,
  config: RoutingConfig,
  folder: string,
  signal: AbortSignal,
): Promise<KnownAnswers> {
  const { prompt: subject, dataset, reference, seed } = config;
  if (!subject) throw new NotRecountableError(file, 'it was made from recorded answers; name them with --recording');
  const promptFile = resolve(dirname(file), subject.file);
  const prompt = await loadPrompt(promptFile);
  const dataFile = dataset.file === subject.file ? undefined : resolve(dirname(file), dataset.file);
  const profileItems = profileItemsOf(file, config);
  const columns = dataset.columns ?? {};
  const sample = await sampleOf({ profileItems, seed, dataFile, promptFile, columns }, prompt, signal);
  const journal = new Journal(
    { append: refuse },
    readJournalFile(journalFileOf({ journalFolder: folder, promptFile })),
  );
  const calls = new JournaledCalls(journal, sha256);
  const { judge } = config.evidence.equivalence;
  const items = itemsOf({ sample, prompt }, readsOf(config).columns);
  const equivalence = equivalenceOfConfig(config, async (messages, judging) => {
    const outcome = await calls.ask(judge ?? '', { messages, parameters: {} }, judging);
    return outcome.kind === 'answered' ? outcome.answer.text : undefined;
  });
  return {
    items: items.length,
    steps: [sameFile('prompt', subject, prompt.sha256), sameFile('dataset', dataset, sample.sha256)],
    recount: recountOver(
      items,
      {
        source: answersBy(calls, { prompt, embeddings: config.embeddings && { id: config.embeddings.model } }),
        equivalence,
      },
      async ({ values }) => {
        const messages = await prompt.template.render(values);
        return calls.hasFailed(reference, { messages, parameters: prompt.template.parameters });
      },
    ),
  };
}

/** Rejects with an InputError for a recording that cannot be read. */
export async function recordedAnswers(file: string, config: RoutingConfig, folder: string): Promise<KnownAnswers> {
  const recording = await readRecording(folder);
  const items = recordedSample(recording, { seed: config.seed, profileItems: profileItemsOf(file, config) });
  const deps = { source: recording.source(), equivalence: equivalenceOfConfig(config) };
  return {
    items: items.length,
    steps: [sameFile('recording', config.dataset, recording.sha256)],
    recount: recountOver(items, deps, async ({ answers }) => !answers.has(config.reference)),
  };
}

/** @param isMissing the reference was asked about the row and never answered, so the row counts for nothing */
function recountOver<Item extends ProfileItem>(
  items: readonly Item[],
  deps: { readonly source: AnswerSource<Item>; readonly equivalence: Equivalence },
  isMissing: (item: Item) => Promise<boolean>,
): KnownAnswers['recount'] {
  return async (question, warmUpItems, signal) => {
    const fresh = items.slice(warmUpItems);
    const missing = await Promise.all(fresh.map(isMissing));
    return recountDeviations(
      question,
      fresh.filter((_, index) => missing[index] !== true),
      deps,
      signal,
    );
  };
}

function profileItemsOf(file: string, { evidence }: RoutingConfig): number {
  if (evidence.profileItems === undefined)
    throw new NotRecountableError(file, 'it does not say how many rows were drawn (evidence.profileItems)');
  return evidence.profileItems;
}

function sameFile(what: string, stated: { readonly file: string; readonly sha256: string }, found: string): VerifyStep {
  return { says: `the ${what} ${stated.file} is the one that was profiled`, holds: stated.sha256 === found };
}

function refuse(): never {
  throw new RangeError('verifying writes nothing to a journal');
}
