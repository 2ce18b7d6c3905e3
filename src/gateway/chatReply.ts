import type { TokenUsage } from '../core/models/usage.ts';
import type { CascadeResult } from '../runtime/result.ts';

/** What is the same in all parts of one reply. */
export interface ReplyFrame {
  readonly id: string;
  readonly createdSeconds: number;
  /** The config's name, as asked for. */
  readonly model: string;
}

/** OpenAI's chat completion, with what only Downtier knows under `downtier`. */
export function completionOf({ id, createdSeconds, model }: ReplyFrame, result: CascadeResult): object {
  return {
    id,
    object: 'chat.completion',
    created: createdSeconds,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: result.output, refusal: null },
        logprobs: null,
        finish_reason: finishOf(result),
      },
    ],
    usage: usageOf(result.usage),
    downtier: factsOf(result),
  };
}

export function textChunk(frame: ReplyFrame, text: string, isFirst: boolean): string {
  return event(frame, {
    choices: [{ index: 0, delta: { ...(isFirst ? { role: 'assistant' } : {}), content: text }, finish_reason: null }],
  });
}

/** What follows the last piece of text. */
export function lastChunks(frame: ReplyFrame, result: CascadeResult, includeUsage: boolean): string {
  const finish = { choices: [{ index: 0, delta: {}, finish_reason: finishOf(result) }], downtier: factsOf(result) };
  const usage = includeUsage ? event(frame, { choices: [], usage: usageOf(result.usage) }) : '';
  return `${event(frame, finish)}${usage}data: [DONE]\n\n`;
}

/** In headers, or trailers where the answer is streamed. Header values are ASCII. */
export function costHeaders({ path, model, costUSD }: CascadeResult): Record<string, string> {
  const steps = path.map((step) => `${step.model}=${step.outcome.replace(' ', '-')}`);
  return {
    'x-downtier-cost-usd': costText(costUSD),
    'x-downtier-path': encodeURI(steps.length === 0 ? `${model}=kept` : steps.join(',')),
  };
}

export function costText(costUSD: number | undefined): string {
  return costUSD === undefined ? 'unknown' : String(costUSD);
}

function event({ id, createdSeconds, model }: ReplyFrame, parts: object): string {
  return `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created: createdSeconds, model, ...parts })}\n\n`;
}

function factsOf({ model, path, signals, costUSD, reason }: CascadeResult): object {
  return {
    model,
    path: path.map((step) => ({ model: step.model, outcome: step.outcome })),
    signals,
    costUSD: costUSD ?? null,
    reason,
  };
}

function finishOf({ finish }: CascadeResult): string {
  return finish === 'other' ? 'content_filter' : finish;
}

function usageOf(usage: TokenUsage): object {
  const prompt = usage.inputTokens + usage.cachedInputTokens + usage.cacheWriteTokens;
  const completion = usage.outputTokens + usage.reasoningTokens;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: usage.cachedInputTokens },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  };
}
