import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import split2 from 'split2';
import * as z from 'zod';
import { InputError } from '../core/errors.ts';
import type { ModelId } from '../core/models/chatModel.ts';
import type { AnswerSource, Outcome, ProfileItem } from '../core/profiling/answerSource.ts';

/** A folder of recorded answers that cannot be used; `file` and, where there is one, `line` say where. */
export class RecordingError extends InputError {
  readonly file: string;
  readonly line: number | undefined;

  constructor(file: string, line: number | undefined, why: string, cause?: unknown) {
    super(`${file}${line === undefined ? '' : `:${line}`}: ${why}`, { cause });
    this.file = file;
    this.line = line;
  }
}

const metaSchema = z.object({
  reference: z.string(),
  labelSet: z.array(z.string()).nullish(),
  models: z.record(z.string(), z.unknown()),
});

const answerSchema = z.object({
  answer: z.string().nullable(),
  confidence: z.number().min(0).max(1).nullish(),
  costUSD: z.number().nonnegative(),
});

const itemSchema = z.object({
  id: z.string(),
  input: z.string().nullish(),
  gold: z.string().nullish(),
  models: z.record(z.string(), answerSchema),
});

export interface RecordedItem extends ProfileItem {
  readonly answers: ReadonlyMap<ModelId, Outcome>;
}

/** Answers of real models read from a folder: `items.jsonl` with one item a line, and `meta.json`. No network, no cost. */
export interface Recording {
  readonly reference: ModelId;
  readonly models: readonly ModelId[];
  readonly labels: readonly string[] | undefined;
  readonly items: readonly RecordedItem[];
  /** Of `items.jsonl`, lower-case hexadecimal. */
  readonly sha256: string;
  /** A source of these answers; its cost is what the calls cost when they were recorded. */
  source(): AnswerSource<RecordedItem>;
}

/** Rejects with RecordingError when a file is missing or not of the format. */
export async function readRecording(folder: string): Promise<Recording> {
  const meta = readMeta(join(folder, 'meta.json'));
  const { items, sha256 } = await readItems(join(folder, 'items.jsonl'));
  return {
    reference: meta.reference,
    models: Object.keys(meta.models),
    labels: meta.labelSet ?? undefined,
    items,
    sha256,
    source: () => recordedAnswers(),
  };
}

function readMeta(file: string): z.infer<typeof metaSchema> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new RecordingError(
      file,
      undefined,
      'cannot be read; --recording wants a folder with meta.json and items.jsonl.',
      error,
    );
  }
  return parsed(metaSchema, text, file, undefined);
}

async function readItems(file: string): Promise<{ items: RecordedItem[]; sha256: string }> {
  const hash = createHash('sha256');
  const items: RecordedItem[] = [];
  const bytes = createReadStream(file);
  bytes.on('data', (piece) => hash.update(piece));
  const lines = bytes.pipe(split2());
  bytes.on('error', (error) => lines.destroy(error)); // a pipe does not pass errors on
  let line = 0;
  try {
    for await (const text of lines) {
      line++;
      if (String(text).trim() !== '') items.push(itemOf(parsed(itemSchema, String(text), file, line)));
    }
  } catch (error) {
    if (error instanceof RecordingError) throw error;
    throw new RecordingError(file, undefined, 'cannot be read; a recording keeps its answers there.', error);
  }
  if (items.length === 0) throw new RecordingError(file, undefined, 'holds no items.');
  return { items, sha256: hash.digest('hex') };
}

function parsed<T>(schema: z.ZodType<T>, text: string, file: string, line: number | undefined): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RecordingError(file, line, 'is not valid JSON.', error);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new RecordingError(file, line, `${issue?.path.join('.') || 'the value'}: ${issue?.message}.`, result.error);
}

function itemOf({ id, input, gold, models }: z.infer<typeof itemSchema>): RecordedItem {
  const answers = Object.entries(models).map(([model, { answer, confidence, costUSD }]): [ModelId, Outcome] => [
    model,
    { kind: 'answered', text: answer, costUSD, tokenProbability: confidence ?? undefined },
  ]);
  return { id, input: input ?? undefined, gold: gold ?? undefined, answers: new Map(answers) };
}

function recordedAnswers(): AnswerSource<RecordedItem> {
  let costUSD = 0;
  return {
    get costUSD() {
      return costUSD;
    },
    async answer(model, item) {
      const outcome = item.answers.get(model) ?? {
        kind: 'missing',
        why: `the recording has no answer of ${model} to ${item.id}`,
      };
      if (outcome.kind === 'answered') costUSD += outcome.costUSD;
      return outcome;
    },
  };
}
