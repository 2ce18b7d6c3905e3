import { type EmbeddingModel, requireLength } from '../core/models/embeddingModel.ts';
import type { Price } from '../core/models/price.ts';
import { billedCall, type CallDeps, DEFAULT_ATTEMPTS } from './billedCall.ts';
import type { Embed } from './cascade.ts';
import { traced } from './tracer.ts';

/** A config's embeddings model with what it costs. */
export interface Embedder {
  readonly model: EmbeddingModel;
  /** undefined: unknown, and so is every cost. */
  readonly price: Price | undefined;
  /** Of every vector; another length is a failure like any of the provider's. */
  readonly length: number;
}

export function createEmbed({ model, price, length }: Embedder, deps: Omit<CallDeps, 'attempts'>): Embed {
  return (text, { path, signal, settings: { attempts = DEFAULT_ATTEMPTS, onEvent, tracer } }) => {
    const send = async () => {
      const reply = await model.embed(text, signal);
      requireLength(model.id, reply.answer.vector, length);
      return reply;
    };
    const attributes = { 'gen_ai.operation.name': 'embeddings', 'gen_ai.request.model': model.id };
    return traced(tracer, `embeddings ${model.id}`, attributes, async (span) => {
      const outcome = await billedCall(send, { price, deps: { ...deps, attempts }, signal });
      const { costUSD } = outcome;
      if (outcome.kind === 'answered') {
        const { usage } = outcome.answer;
        path.push({ model: model.id, outcome: 'embedded', usage, costUSD });
        span?.setAttribute('gen_ai.usage.input_tokens', usage.inputTokens + usage.cachedInputTokens);
      } else {
        path.push({ model: model.id, outcome: 'failed', costUSD, why: outcome.why });
        span?.recordException(outcome.cause instanceof Error ? outcome.cause : new Error(outcome.why));
        onEvent?.({ type: 'failed', model: model.id, why: outcome.why });
      }
      return outcome;
    });
  };
}
