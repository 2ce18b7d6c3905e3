import type { Asking } from '../calls/asking.ts';
import type { RowValues } from '../datasets/row.ts';
import type { ModelId, ModelParameters } from '../models/chatModel.ts';
import { tokenProbability } from '../policies/tokenProbability.ts';
import type { PromptTemplate } from '../prompts/promptTemplate.ts';
import type { AnswerSource, EmbeddingOutcome, Outcome, ProfileItem } from './answerSource.ts';

/** A dataset row to be answered by rendering a prompt with it. */
export interface RowItem extends ProfileItem {
  readonly values: RowValues;
}

/** Each item rendered with the prompt and asked: of the models themselves, or of a journal. */
export class PromptAnswers implements AnswerSource<RowItem> {
  readonly #template: PromptTemplate;
  readonly #parameters: ModelParameters;
  readonly #calls: Asking;
  readonly embed?: (item: RowItem, signal: AbortSignal) => Promise<EmbeddingOutcome>;

  constructor(deps: {
    readonly template: PromptTemplate;
    readonly parameters: ModelParameters;
    readonly calls: Asking;
    /** Who embeds inputs; absent: nobody. */
    readonly embeddings?: ModelId | undefined;
  }) {
    this.#template = deps.template;
    this.#parameters = deps.parameters;
    this.#calls = deps.calls;
    const { embeddings } = deps;
    if (embeddings !== undefined) this.embed = (item, signal) => this.#embed(embeddings, item, signal);
  }

  get costUSD(): number {
    return this.#calls.costUSD;
  }

  answer(model: ModelId, item: RowItem, signal: AbortSignal): Promise<Outcome> {
    return this.#ask(model, item, 0, signal);
  }

  answerAgain(model: ModelId, item: RowItem, signal: AbortSignal): Promise<Outcome> {
    return this.#ask(model, item, 1, signal);
  }

  async #embed(model: ModelId, { input = '' }: RowItem, signal: AbortSignal): Promise<EmbeddingOutcome> {
    const outcome = await this.#calls.embed(model, input, signal);
    if (outcome.kind === 'missing') return outcome;
    return { kind: 'answered', embedding: outcome.answer, costUSD: outcome.costUSD };
  }

  async #ask(model: ModelId, item: RowItem, repeat: number, signal: AbortSignal): Promise<Outcome> {
    const messages = await this.#template.render(item.values);
    const outcome = await this.#calls.ask(model, { messages, parameters: this.#parameters, repeat }, signal);
    if (outcome.kind === 'missing') return outcome;
    const { answer, costUSD } = outcome;
    return { kind: 'answered', text: answer.text, costUSD, tokenProbability: tokenProbability(answer) };
  }
}
