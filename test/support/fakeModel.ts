import type { ChatModel, ChatReply, ChatRequest } from '../../src/core/models/chatModel.ts';
import type { Price } from '../../src/core/models/price.ts';

/** Answers by a function and keeps what it was asked. */
export class FakeModel implements ChatModel {
  readonly id: string;
  readonly requests: ChatRequest[] = [];
  readonly #reply: (request: ChatRequest, call: number, signal: AbortSignal) => Promise<ChatReply> | ChatReply;

  constructor(
    id: string,
    reply: (request: ChatRequest, call: number, signal: AbortSignal) => Promise<ChatReply> | ChatReply,
  ) {
    this.id = id;
    this.#reply = reply;
  }

  async call(request: ChatRequest, signal: AbortSignal): Promise<ChatReply> {
    this.requests.push(request);
    return this.#reply(request, this.requests.length, signal);
  }
}

/** A reply whose cost at `flatPrice` is `outputTokens` dollars. */
export function replyOf(text: string, outputTokens = 1): ChatReply {
  return {
    answer: {
      text,
      finish: 'stop',
      usage: {
        inputTokens: 0,
        cachedInputTokens: 0,
        cacheWriteTokens: 0,
        outputTokens,
        reasoningTokens: 0,
        batch: false,
      },
    },
    rateLimit: {},
  };
}

/** One dollar per output token, nothing for input; the worst case is the output limit. */
export const flatPrice: Price = {
  source: 'override',
  matchedModel: 'fake',
  exactMatch: true,
  pricesOn: '2026-01-01',
  inputUSDPer1M: 0,
  outputUSDPer1M: 1e6,
  batchMultiplier: undefined,
  costUSD: (usage) => usage.outputTokens,
  worstCaseUSD: ({ maxOutputTokens }) => maxOutputTokens,
};
