import type { PaidCalls } from '../calls/paidCalls.ts';
import type { RowValues } from '../datasets/row.ts';
import type { ModelId, ModelParameters } from '../models/chatModel.ts';
import { tokenProbability } from '../policies/tokenProbability.ts';
import type { PromptTemplate } from '../prompts/promptTemplate.ts';
import type { AnswerSource, Outcome, ProfileItem } from './answerSource.ts';

/** A dataset row to be answered by rendering a prompt with it. */
export interface RowItem extends ProfileItem {
  readonly values: RowValues;
}

/** Live answers: each item rendered with the prompt and sent to the model. */
export class PromptAnswers implements AnswerSource<RowItem> {
  readonly #template: PromptTemplate;
  readonly #parameters: ModelParameters;
  readonly #calls: PaidCalls;

  constructor(deps: { template: PromptTemplate; parameters: ModelParameters; calls: PaidCalls }) {
    this.#template = deps.template;
    this.#parameters = deps.parameters;
    this.#calls = deps.calls;
  }

  get costUSD(): number {
    return this.#calls.costUSD;
  }

  async answer(model: ModelId, item: RowItem, signal: AbortSignal): Promise<Outcome> {
    const messages = await this.#template.render(item.values);
    const outcome = await this.#calls.ask(model, { messages, parameters: this.#parameters }, signal);
    if (outcome.kind === 'missing') return outcome;
    const { answer, costUSD } = outcome;
    return { kind: 'answered', text: answer.text, costUSD, tokenProbability: tokenProbability(answer) };
  }
}
