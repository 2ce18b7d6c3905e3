import type { RowValues } from '../../core/datasets/row.ts';
import { InputError } from '../../core/errors.ts';
import type { JsonValue } from '../../core/jsonValue.ts';
import type { PolicyStage } from '../../core/policies/cascade.ts';
import type { EmbeddingOutcome, Outcome, ProfileItem } from '../../core/profiling/answerSource.ts';
import { inputText } from '../../core/prompts/inputText.ts';
import { readDatasetFile } from '../../node/datasetFile.ts';
import { type RecordedItem, readRecording } from '../../providers/recording.ts';
import { type CascadeSource, type Decisions, factsOf } from '../../runtime/cascadeSource.ts';
import { StagesFailedError } from '../../runtime/errors.ts';
import { type StageOutcome, type Walk, walkPolicy } from '../../runtime/walkPolicy.ts';
import type { ReplayItem } from './projectStudent.ts';

/** There is nothing that a student could be tried on. */
export class NothingToReplayError extends InputError {
  constructor(place: string, why: string) {
    super(`${place} holds no answers to replay: ${why}.`);
  }
}

/**
 * The answers that `downtier apply` wrote for this config, JSONL or CSV; rows without an answer are passed over. Rejects with DatasetError and NothingToReplayError.
 */
export async function itemsOfAnswers(
  file: string,
  { template }: Pick<CascadeSource, 'template'>,
  signal: AbortSignal,
): Promise<ReplayItem[]> {
  const items: ReplayItem[] = [];
  const names = template.usedVariables.map(({ name }) => name);
  for await (const { values } of readDatasetFile(file, { signal })) {
    const { output, input, model } = values;
    if (typeof output !== 'string' || typeof model !== 'string' || model === '') continue;
    const inputs = isValues(input) ? input : cellsOf(values, names);
    const cost = values['costUSD'];
    const costUSD = cost === null || cost === undefined || cost === '' ? undefined : Number(cost);
    items.push({ text: inputText(template, inputs), output, costUSD });
  }
  if (items.length === 0)
    throw new NothingToReplayError(file, 'it has no rows with "output" and "model", as downtier apply writes them');
  return items;
}

function isValues(input: JsonValue | undefined): input is RowValues {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

/** `input.NAME` of CSV. */
function cellsOf(values: RowValues, names: readonly string[]): RowValues {
  return Object.fromEntries(names.map((name) => [name, values[`input.${name}`] ?? '']));
}

/** What the config's stages say by recorded answers; items on which they all failed are passed over. Rejects with RecordingError and NothingToReplayError. */
export async function itemsOfRecording(folder: string, source: Decisions): Promise<ReplayItem[]> {
  if (source.embeds || source.columns?.length)
    throw new NothingToReplayError(
      folder,
      'the config decides by columns or embeddings, and recorded answers have none',
    );
  const { items } = await readRecording(folder);
  const ask = async ({ answers }: RecordedItem, model: string) => answers.get(model);
  const replayed = await itemsByAnswers(items, source, { escalates: true, ask });
  if (replayed.length === 0)
    throw new NothingToReplayError(folder, 'no item has its input and an answer of the stages of this config');
  return replayed;
}

/**
 * What the stages say to the items, in their order and by answers already there. Items whose text is not known, or to which no answer comes of it,
 * are passed over.
 * @param how `escalates`: a missing answer is a stage that failed, and the next one is asked; else it is just not known, and so is what comes of it
 */
export async function itemsByAnswers<Item extends ProfileItem>(
  items: readonly Item[],
  source: Decisions,
  how: {
    readonly escalates: boolean;
    readonly ask: (item: Item, model: string) => Promise<Outcome | undefined>;
    /** Looked at only where the stages are decided by embeddings; without one an item is passed over. */
    readonly embed?: (item: Item) => Promise<EmbeddingOutcome | undefined>;
  },
): Promise<ReplayItem[]> {
  const replayed: ReplayItem[] = [];
  for (const item of items) {
    if (item.input === undefined) continue;
    const embedded = source.embeds ? await how.embed?.(item) : undefined;
    if (source.embeds && embedded?.kind !== 'answered') continue;
    const ask = async ({ model }: PolicyStage) => stageOutcome(await how.ask(item, model));
    const known = { text: item.input, columns: item.columns, embedded };
    const answered = await answerOf(known, source, { escalates: how.escalates, ask });
    if (answered) replayed.push(answered);
  }
  return replayed;
}

interface KnownInput extends Pick<ProfileItem, 'columns'> {
  readonly text: string;
  readonly embedded: EmbeddingOutcome | undefined;
}

async function answerOf(
  { text, columns, embedded }: KnownInput,
  source: Decisions,
  asking: Pick<Walk, 'escalates' | 'ask'>,
): Promise<ReplayItem | undefined> {
  const embedding = embedded?.kind === 'answered' ? embedded : undefined;
  const model = source.config.embeddings?.model ?? '';
  try {
    const { output, costUSD } = await walkPolicy({
      policy: source.config,
      facts: factsOf(source, text, { columns, embedding: embedding?.embedding }),
      reading: source.reading,
      path: embedding ? [{ model, outcome: 'embedded', costUSD: embedding.costUSD }] : [],
      ...asking,
    });
    return { text, output, costUSD };
  } catch (error) {
    if (error instanceof StagesFailedError) return undefined;
    throw error;
  }
}

function stageOutcome(outcome: Outcome | undefined): StageOutcome {
  if (outcome?.kind !== 'answered') return { kind: 'failed', why: 'no answer is there', costUSD: undefined };
  const { text, costUSD, tokenProbability } = outcome;
  if (text === null) return { kind: 'failed', why: 'recorded as unusable', costUSD };
  const usage = { inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0 };
  return { kind: 'answered', text, finish: 'stop', tokenProbability, usage: { ...usage, batch: false }, costUSD };
}
