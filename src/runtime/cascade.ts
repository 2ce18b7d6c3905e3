import type { Clock } from '../core/calls/clock.ts';
import type { Message, ModelId } from '../core/models/chatModel.ts';
import type { EmbeddingAnswer } from '../core/models/embeddingModel.ts';
import { totalUsage } from '../core/models/usage.ts';
import type { InputBesides } from '../core/policies/knowsFeatures.ts';
import { inputText } from '../core/prompts/inputText.ts';
import type { PromptTemplate } from '../core/prompts/promptTemplate.ts';
import type { RoutingConfig } from '../core/routing/routingConfig.ts';
import { type WholePromise, wholePromise } from '../core/routing/wholePromise.ts';
import { askStage, type StageModel } from './askStage.ts';
import { type BilledOutcome, DEFAULT_ATTEMPTS } from './billedCall.ts';
import { type CascadeSource, factsOf } from './cascadeSource.ts';
import { StagesFailedError } from './errors.ts';
import { columnsOf, type PromptInputs, rowOf } from './inputValues.ts';
import { type CascadeResult, type PathStep, pathCostUSD } from './result.ts';
import type { StudentDecision, StudentEvent, StudentSeat } from './student.ts';
import { type Tracer, traced } from './tracer.ts';
import { type StageOutcome, walkPolicy } from './walkPolicy.ts';
import { Way } from './way.ts';

export type CascadeEvent =
  | {
      readonly type: 'asking';
      readonly model: ModelId;
      /** Its answer will be kept, whatever it says. */
      readonly isFinal: boolean;
    }
  | { readonly type: 'answered'; readonly model: ModelId; readonly costUSD: number | undefined }
  | { readonly type: 'failed'; readonly model: ModelId; readonly why: string }
  | { readonly type: 'done'; readonly result: CascadeResult }
  | StudentEvent;

export interface CascadeSettings {
  /** What happens when a stage gives no answer. Default `next stage`; in a mix that is the one after it in the list. */
  readonly onFailure?: 'next stage' | 'error' | undefined;
  /** Time for the whole path, in milliseconds; at most 24 days, however large it is. Default: five minutes. */
  readonly timeoutMs?: number | undefined;
  /** How often each stage is tried. Default 3. */
  readonly attempts?: number | undefined;
  /** Told of each step. What it throws, `run` rejects with. */
  readonly onEvent?: ((event: CascadeEvent) => void) | undefined;
  readonly tracer?: Tracer | undefined;
  /** Default: the one that the config asks for, if any. */
  readonly student?: StudentSeat | undefined;
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told the output piece by piece, as it is written where the last stage answers, else all at once. The pieces together are the output. What it throws, `run` rejects with. */
  readonly onText?: ((piece: string, model: ModelId) => void) | undefined;
}

/** A routing config, ready to answer. Any number of inputs may be run at once. */
export interface Cascade<Inputs extends PromptInputs = PromptInputs> {
  readonly name: string;
  readonly config: RoutingConfig;
  readonly template: PromptTemplate;
  /** Of `run`, with the student where there is one: its delta comes on top of the stages'. */
  readonly promise: WholePromise;
  /** What a person should know before relying on it. */
  readonly warnings: readonly string[];
  /**
   * Renders the prompt with the inputs and takes it through the stages. Columns that the config decides by are given along with them. Rejects with
   * MissingVariableError, MissingColumnError or InputValueError for inputs that do not fit, with StagesFailedError, with PathTimeoutError, or with the
   * signal's reason.
   */
  run(inputs: Inputs, options?: RunOptions): Promise<CascadeResult>;
  /** The same with messages of one's own instead of the prompt: the promise is about the prompt and does not cover them. */
  runMessages(messages: readonly Message[], options?: RunOptions): Promise<CascadeResult>;
  /** Keeps what the student has learned and lets go of its file; without a student nothing happens. Rejects with StudentFileError. May be called again. */
  close(): Promise<void>;
}

/** Embeds one input, and puts that on its path. Rejects with the signal's reason; every failure of the provider is an outcome. */
export type Embed = (
  text: string,
  call: { readonly path: PathStep[]; readonly signal: AbortSignal; readonly settings: CascadeSettings },
) => Promise<BilledOutcome<EmbeddingAnswer>>;

export interface CascadeDeps {
  readonly source: CascadeSource;
  readonly stageModel: (model: ModelId) => StageModel;
  /** Absent: the config embeds nothing. */
  readonly embed?: Embed | undefined;
  readonly clock: Clock;
  readonly random: { uniform(): number };
  readonly warnings: readonly string[];
}

export function createCascade<Inputs extends PromptInputs>(
  deps: CascadeDeps,
  settings: CascadeSettings,
): Cascade<Inputs> {
  const { source, warnings } = deps;
  const { template, config, name } = source;
  const { student, tracer, onEvent } = settings;

  function finished(work: () => Promise<CascadeResult>): Promise<CascadeResult> {
    return traced(tracer, 'downtier.run', { 'downtier.config': name }, async (span) => {
      const result = await work();
      span?.setAttribute('downtier.model', result.model);
      span?.setAttribute('downtier.reason', result.reason);
      if (result.costUSD !== undefined) span?.setAttribute('downtier.cost_usd', result.costUSD);
      onEvent?.({ type: 'done', result });
      return result;
    });
  }

  function answer(input: RunInput, options: RunOptions): Promise<CascadeResult> {
    return finished(() => throughStages({ ...input, options, deps, settings }));
  }

  return {
    name,
    config,
    template,
    promise: wholePromise(config),
    warnings,
    async close() {
      student?.close?.();
    },
    async run(inputs, options = {}) {
      const row = rowOf(inputs);
      const columns = columnsOf(source, row);
      const messages = await template.render(row);
      const text = inputText(template, row);
      options.signal?.throwIfAborted();
      const first = student?.needsEmbedding ? await embedFirst(text, options) : undefined;
      const decision = first?.outcome.kind === 'failed' ? undefined : student?.decide(text, vectorOf(first?.outcome));
      if (decision?.kind === 'answer')
        return finished(async () => {
          const result = studentResult(decision, { source, text, path: first?.way.path ?? [] });
          options.onText?.(result.output, result.model);
          return result;
        });
      return taught(decision, answer({ text, messages, columns, embedded: first }, options));
    },
    runMessages: async (messages, options = {}) =>
      answer(
        { text: messages.map(({ content }) => content).join(' · '), messages, columns: columnsOf(source, {}) },
        options,
      ),
  };

  function embedFirst(text: string, options: RunOptions): Promise<Embedded> {
    const way = new Way(options.signal, settings.timeoutMs);
    return way.inTime(() => embedded(text, way, { deps, settings }));
  }
}

/** Tells the student what became of the input it did not answer. */
async function taught(
  decision: Extract<StudentDecision, { kind: 'ask' }> | undefined,
  answering: Promise<CascadeResult>,
): Promise<CascadeResult> {
  try {
    const result = await answering;
    decision?.learn(result.output);
    return result;
  } catch (error) {
    decision?.lose();
    throw error;
  }
}

function studentResult(
  { output, signals }: Extract<StudentDecision, { kind: 'answer' }>,
  { source, text, path }: { readonly source: CascadeSource; readonly text: string; readonly path: readonly PathStep[] },
): CascadeResult {
  return {
    output,
    finish: 'stop',
    model: 'student',
    path,
    signals: { chance: factsOf(source, text).chance, ...signals },
    costUSD: pathCostUSD(path),
    usage: totalUsage(path.flatMap(({ usage }) => usage ?? [])),
    reason: 'student',
  };
}

interface RunInput {
  readonly text: string;
  readonly messages: readonly Message[];
  /** Those that the config decides by. */
  readonly columns: InputBesides['columns'];
  /** Where the student has had it embedded. */
  readonly embedded?: Embedded | undefined;
}

interface Run extends RunInput {
  readonly options: RunOptions;
  readonly deps: CascadeDeps;
  readonly settings: CascadeSettings;
}

async function throughStages(run: Run): Promise<CascadeResult> {
  const { text, columns, options, deps, settings } = run;
  const { source } = deps;
  const way = run.embedded?.way ?? new Way(options.signal, settings.timeoutMs);
  let streamed = false;
  const ask = (model: ModelId, isFinal: boolean) => {
    const { onText } = options;
    const streaming =
      isFinal && onText
        ? (piece: string) => {
            streamed = true;
            onText(piece, model);
          }
        : undefined;
    return askModel(run, model, { isFinal, signal: way.signal, onText: streaming });
  };
  const escalates = settings.onFailure !== 'error';
  return way.inTime(async () => {
    // Where nothing is embedded nothing is waited for.
    const embedding = source.embeds ? (run.embedded ?? (await embedded(text, way, run))).outcome : undefined;
    const isBlind = embedding?.kind === 'failed';
    if (isBlind && !escalates) throw new StagesFailedError(way.path, embedding.cause);
    const result = await walkPolicy({
      policy: source.config,
      facts: factsOf(source, text, { columns, embedding: vectorOf(embedding) }),
      isBlind,
      reading: source.reading,
      escalates,
      ask: ({ model }, isFinal) => ask(model, isFinal),
      path: way.path,
    });
    if (!streamed) options.onText?.(result.output, result.model);
    return result;
  });
}

/** What came of embedding an input, and the way that begins with it. */
interface Embedded {
  readonly way: Way;
  readonly outcome: BilledOutcome<EmbeddingAnswer>;
}

async function embedded(
  text: string,
  way: Way,
  { deps: { embed }, settings }: Pick<Run, 'deps' | 'settings'>,
): Promise<Embedded> {
  if (!embed) throw new RangeError('who needs embeddings needs a config that names who gives them');
  return { way, outcome: await embed(text, { path: way.path, signal: way.signal, settings }) };
}

function vectorOf(outcome: BilledOutcome<EmbeddingAnswer> | undefined): Float32Array | undefined {
  return outcome?.kind === 'answered' ? outcome.answer.vector : undefined;
}

function askModel(
  { messages, deps, settings }: Run,
  model: ModelId,
  call: {
    readonly isFinal: boolean;
    readonly signal: AbortSignal;
    readonly onText: ((piece: string) => void) | undefined;
  },
): Promise<StageOutcome> {
  const { onEvent, tracer, attempts = DEFAULT_ATTEMPTS } = settings;
  const { isFinal, signal, onText } = call;
  const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': model };
  return traced(tracer, `chat ${model}`, attributes, async (span) => {
    onEvent?.({ type: 'asking', model, isFinal });
    const outcome = await askStage(
      deps.stageModel(model),
      { messages, logprobs: !isFinal, signal, onText },
      { clock: deps.clock, random: deps.random, attempts },
    );
    if (outcome.kind === 'failed') {
      span?.recordException(outcome.cause instanceof Error ? outcome.cause : new Error(outcome.why));
      onEvent?.({ type: 'failed', model, why: outcome.why });
      return outcome;
    }
    span?.setAttribute('gen_ai.usage.input_tokens', outcome.usage.inputTokens + outcome.usage.cachedInputTokens);
    span?.setAttribute('gen_ai.usage.output_tokens', outcome.usage.outputTokens + outcome.usage.reasoningTokens);
    onEvent?.({ type: 'answered', model, costUSD: outcome.costUSD });
    return outcome;
  });
}
