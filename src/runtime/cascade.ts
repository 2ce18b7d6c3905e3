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
import { PathTimeoutError, StagesFailedError } from './errors.ts';
import { columnsOf, type PromptInputs, rowOf } from './inputValues.ts';
import type { CascadeResult, PathStep } from './result.ts';
import type { StudentDecision, StudentEvent, StudentSeat } from './student.ts';
import { type Tracer, traced } from './tracer.ts';
import { type StageOutcome, walkPolicy } from './walkPolicy.ts';

export type CascadeEvent =
  | {
      readonly type: 'asking';
      readonly model: ModelId /** Its answer will be kept, whatever it says. */;
      readonly isFinal: boolean;
    }
  | { readonly type: 'answered'; readonly model: ModelId; readonly costUSD: number | undefined }
  | { readonly type: 'failed'; readonly model: ModelId; readonly why: string }
  | { readonly type: 'done'; readonly result: CascadeResult }
  | StudentEvent;

export interface CascadeSettings {
  /** What happens when a stage gives no answer. Default `next stage`; in a mix that is the one after it in the list. */
  readonly onFailure?: 'next stage' | 'error' | undefined;
  /** Time for the whole path, in milliseconds. Default: five minutes. */
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
  /** Told the output piece by piece, as it is written where the last stage answers, else all at once. The pieces together are the output. */
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
   * Renders the prompt with the inputs and takes it through the stages.
   * Columns that the config decides by are given along with them. Rejects with MissingVariableError, MissingColumnError or InputValueError for inputs that do not fit, with StagesFailedError, with PathTimeoutError, or with the signal's reason.
   */
  run(inputs: Inputs, options?: RunOptions): Promise<CascadeResult>;
  /** The same with messages of one's own instead of the prompt: the promise is about the prompt and does not cover them. */
  runMessages(messages: readonly Message[], options?: RunOptions): Promise<CascadeResult>;
  /** Keeps what the student has learned and lets go of its file; without a student nothing happens. Rejects with StudentFileError. May be called again. */
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 300_000;

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

  function answer(input: RunInput, options: RunOptions): Promise<CascadeResult> {
    return traced(tracer, 'downtier.run', { 'downtier.config': name }, async (span) => {
      const result = await throughStages({ ...input, options, deps, settings });
      span?.setAttribute('downtier.model', result.model);
      span?.setAttribute('downtier.reason', result.reason);
      if (result.costUSD !== undefined) span?.setAttribute('downtier.cost_usd', result.costUSD);
      onEvent?.({ type: 'done', result });
      return result;
    });
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
      const decision = student?.decide(text);
      if (decision?.kind === 'answer') {
        const result = studentResult(decision, source, text);
        options.onText?.(result.output, result.model);
        onEvent?.({ type: 'done', result });
        return result;
      }
      return taught(decision, answer({ text, messages, columns }, options));
    },
    runMessages: async (messages, options = {}) =>
      answer(
        { text: messages.map(({ content }) => content).join(' · '), messages, columns: columnsOf(source, {}) },
        options,
      ),
  };
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
  source: CascadeSource,
  text: string,
): CascadeResult {
  return {
    output,
    finish: 'stop',
    model: 'student',
    path: [],
    signals: { chance: factsOf(source, text).chance, ...signals },
    costUSD: 0,
    usage: totalUsage([]),
    reason: 'student',
  };
}

interface RunInput {
  readonly text: string;
  readonly messages: readonly Message[];
  /** Those that the config decides by. */
  readonly columns: InputBesides['columns'];
}

interface Run extends RunInput {
  readonly options: RunOptions;
  readonly deps: CascadeDeps;
  readonly settings: CascadeSettings;
}

async function throughStages(run: Run): Promise<CascadeResult> {
  const { text, columns, options, deps, settings } = run;
  const { source } = deps;
  const timeoutMs = settings.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const budget = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, budget]) : budget;
  signal.throwIfAborted();
  const path: PathStep[] = [];
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
    return askModel(run, model, { isFinal, signal, onText: streaming });
  };
  const escalates = settings.onFailure !== 'error';
  try {
    // Where nothing is embedded nothing is waited for.
    const embedded = deps.embed ? await deps.embed(text, { path, signal, settings }) : undefined;
    const isBlind = embedded?.kind === 'failed';
    if (isBlind && !escalates) throw new StagesFailedError(path, embedded.cause);
    const embedding = embedded?.kind === 'answered' ? embedded.answer.vector : undefined;
    const result = await walkPolicy({
      policy: source.config,
      facts: factsOf(source, text, { columns, embedding }),
      isBlind,
      reading: source.reading,
      escalates,
      ask: ({ model }, isFinal) => ask(model, isFinal),
      path,
    });
    if (!streamed) options.onText?.(result.output, result.model);
    return result;
  } catch (error) {
    if (budget.aborted && error === budget.reason) throw new PathTimeoutError(timeoutMs, path);
    throw error;
  }
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
