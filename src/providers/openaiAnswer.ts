import type { ChatAnswer, ModelId, TokenLogprob } from '../core/models/chatModel.ts';
import type { TokenUsage } from '../core/models/usage.ts';
import { malformed } from './callErrorFrom.ts';

/** What may really be on the wire: compatible servers leave out, or set to null, much that the SDK's types promise. */
interface WireCompletion {
  readonly choices?: readonly WireChoice[] | null;
}

interface WireChoice {
  readonly message?: { readonly content?: unknown; readonly refusal?: unknown } | null;
  readonly finish_reason?: unknown;
  readonly logprobs?: { readonly content?: unknown } | null;
}

/**
 * Reads the first choice of a chat completion.
 * @param usage is kept with the error of an answer that cannot be read, since it is billed all the same.
 * @throws CallError `malformed` when there is no choice, or no text in it. An empty text is an answer.
 */
export function readCompletion(
  model: ModelId,
  completion: WireCompletion | string | null | undefined,
  usage: TokenUsage | undefined,
): Omit<ChatAnswer, 'usage'> {
  const choice = typeof completion === 'object' ? completion?.choices?.[0] : undefined;
  if (!choice) throw malformed(model, 'it has no choices', { usage });
  const text = textOf(choice);
  if (text === undefined) throw malformed(model, 'its message has no text', { usage });
  const logprobs = tokensOf(choice.logprobs?.content);
  const finish = choice.finish_reason === 'stop' || choice.finish_reason === 'length' ? choice.finish_reason : 'other';
  return { text, finish, ...(logprobs ? { logprobs } : {}) };
}

/** A refusal is an answer; so is nothing, from a model that spent its whole limit on reasoning. */
function textOf({ message, finish_reason }: WireChoice): string | undefined {
  if (typeof message?.content === 'string') return message.content;
  if (typeof message?.refusal === 'string') return message.refusal;
  return message && finish_reason === 'length' ? '' : undefined;
}

/** Undefined unless every token has a finite log-probability: a gap would pass for certainty. */
function tokensOf(content: unknown): readonly TokenLogprob[] | undefined {
  if (!Array.isArray(content) || content.length === 0) return undefined;
  const tokens = content.map(tokenOf);
  return tokens.every((token) => token !== undefined) ? tokens : undefined;
}

function tokenOf(wire: unknown): TokenLogprob | undefined {
  if (!isToken(wire)) return undefined;
  const alternatives = Array.isArray(wire.top_logprobs) ? wire.top_logprobs.filter(isToken) : [];
  return {
    token: wire.token,
    logprob: wire.logprob,
    alternatives: alternatives
      .map(({ token, logprob }) => ({ token, logprob }))
      .sort((first, second) => second.logprob - first.logprob),
  };
}

interface WireToken {
  readonly token: string;
  readonly logprob: number;
  readonly top_logprobs?: unknown;
}

function isToken(wire: unknown): wire is WireToken {
  if (typeof wire !== 'object' || wire === null) return false;
  const { token, logprob } = wire as Partial<WireToken>;
  return typeof token === 'string' && typeof logprob === 'number' && Number.isFinite(logprob);
}
