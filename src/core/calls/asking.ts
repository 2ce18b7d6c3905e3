import type { ChatAnswer, ModelId } from '../models/chatModel.ts';
import type { CallOrder } from './callOrder.ts';

/** Whom to ask: the models, or what they answered before. */
export interface Asking {
  /** Cost of all answers given out, each counted once. */
  readonly costUSD: number;
  ask(id: ModelId, order: CallOrder, signal: AbortSignal): Promise<CallOutcome>;
  /** The embedding of a text. */
  embed(id: ModelId, text: string, signal: AbortSignal): Promise<CallOutcome<Float32Array>>;
}

export type CallOutcome<Answer = ChatAnswer> =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly costUSD: number }
  | { readonly kind: 'missing'; readonly why: string };
