import type { CallOutcome } from '../../core/calls/asking.ts';
import type { PaidCalls } from '../../core/calls/paidCalls.ts';
import type { Row } from '../../core/datasets/row.ts';
import type { Message, ModelParameters } from '../../core/models/chatModel.ts';
import { tokenProbability } from '../../core/policies/tokenProbability.ts';
import { inputText } from '../../core/prompts/inputText.ts';
import { MissingVariableError } from '../../core/prompts/missingVariableError.ts';
import { TemplateRenderError } from '../../core/prompts/templateRenderError.ts';
import { type CascadeSource, factsOf } from '../../runtime/cascadeSource.ts';
import { MissingColumnError, StagesFailedError } from '../../runtime/errors.ts';
import { columnsOf } from '../../runtime/inputValues.ts';
import type { PathStep } from '../../runtime/result.ts';
import { type StageOutcome, walkPolicy } from '../../runtime/walkPolicy.ts';
import type { AnsweredRow } from './outputFormat.ts';
import type { ProfiledAnswers } from './profiledAnswers.ts';

export interface AnswerDeps {
  readonly source: CascadeSource;
  readonly calls: PaidCalls;
  readonly profiled: ProfiledAnswers;
  readonly onFailure: 'next stage' | 'error';
  readonly dataFile: string;
}

/**
 * Answers one row: with the reference's answer that profiling paid for, or by the policy. A row that fails by itself is a row without an answer; the very first
 * one that does not fit the prompt is an error, since the others will not fit either.
 * Rejects with what `PaidCalls` rejects with.
 */
export async function answerRow(row: Row, deps: AnswerDeps, signal: AbortSignal): Promise<AnsweredRow> {
  const { source, calls, profiled, onFailure, dataFile } = deps;
  const { template, config, reading } = source;
  try {
    const messages = await template.render(row.values);
    const known = profiled(messages);
    if (known !== undefined) return { row, output: known, model: config.reference, costUSD: 0 };
    const text = inputText(template, row.values);
    const columns = columnsOf(source, row.values);
    const embedded = await embeddedBy(deps, text, signal);
    const isBlind = embedded?.kind === 'missing';
    const escalates = onFailure === 'next stage';
    if (isBlind && !escalates) throw new StagesFailedError(embeddingPath(source, embedded));
    const embedding = embedded?.kind === 'answered' ? embedded.answer : undefined;
    const { output, model, costUSD } = await walkPolicy({
      policy: config,
      facts: factsOf(source, text, { columns, embedding }),
      isBlind,
      reading,
      escalates,
      path: embeddingPath(source, embedded),
      ask: async ({ model: id }) => outcomeOf(await calls.ask(id, orderOf(source, id, messages), signal)),
    });
    return { row, output, model, costUSD };
  } catch (error) {
    if (error instanceof StagesFailedError)
      return { row, output: null, model: null, costUSD: error.costUSD, error: error.message };
    const isUnfit =
      error instanceof MissingVariableError ||
      error instanceof MissingColumnError ||
      error instanceof TemplateRenderError;
    if (!isUnfit || row.index === 0) throw error;
    return { row, output: null, model: null, costUSD: 0, error: `${dataFile}:${row.line}: ${error.message}` };
  }
}

/** undefined: the config decides by no embedding. */
async function embeddedBy(
  { source: { config, embeds }, calls }: AnswerDeps,
  text: string,
  signal: AbortSignal,
): Promise<CallOutcome<Float32Array> | undefined> {
  return embeds && config.embeddings ? calls.embed(config.embeddings.model, text, signal) : undefined;
}

/** The embedding as the first step of the row's way, with what it cost. */
function embeddingPath({ config }: CascadeSource, embedded: CallOutcome<Float32Array> | undefined): PathStep[] {
  if (!embedded) return [];
  const model = config.embeddings?.model ?? '';
  return embedded.kind === 'answered'
    ? [{ model, outcome: 'embedded', costUSD: embedded.costUSD }]
    : [{ model, outcome: 'failed', costUSD: undefined, why: embedded.why }];
}

function orderOf({ config }: CascadeSource, id: string, messages: readonly Message[]) {
  const parameters = config.stages.find(({ model }) => model === id)?.parameters as ModelParameters;
  return { messages, parameters };
}

function outcomeOf(outcome: CallOutcome): StageOutcome {
  // A failed call may have been billed in part: what it cost is not known.
  if (outcome.kind === 'missing') return { kind: 'failed', why: outcome.why, costUSD: undefined };
  const { answer, costUSD } = outcome;
  return {
    kind: 'answered',
    text: answer.text,
    finish: answer.finish,
    tokenProbability: tokenProbability(answer),
    usage: answer.usage,
    costUSD,
  };
}
