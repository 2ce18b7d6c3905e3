import type { Message } from './chatModel.ts';

/** Tokens of a text by OpenAI's o200k vocabulary: exact for its recent models, within some tens of percent for others. */
export type TokenEstimator = (text: string) => number;

/** Loads the vocabulary (2.4 MB, about a third of a second), hence on demand. */
export async function loadTokenEstimator(): Promise<TokenEstimator> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  // Text of a prompt is data: `<|endoftext|>` in it is counted as the characters it is made of.
  const options = { disallowedSpecial: new Set<string>() };
  return (text) => pieces(text).reduce((sum, piece) => sum + countTokens(piece, options), 0);
}

/** Tokens of a conversation as a chat model counts it, with what it adds for roles and separators. */
export function estimateConversation(messages: readonly Message[], estimate: TokenEstimator): number {
  return messages.reduce((sum, { content }) => sum + estimate(content) + 4, 3);
}

/**
 * The merging of byte pairs takes time quadratic in the length of an unbroken run (200 s for 100,000 Chinese characters), so runs
 * are cut after 256 characters. A cut moves the count by a token or so.
 */
function pieces(text: string): readonly string[] {
  const cuts = [...text.matchAll(/\S{256}(?=\S)|\s{256}(?=\s)/gu)].map(({ index, 0: run }) => index + run.length);
  return [0, ...cuts].map((start, index) => text.slice(start, cuts[index]));
}

/** More than any known chat template adds around a message, and around the conversation (date, reasoning mode, channels). */
const tokensAroundMessage = 16;
const tokensAroundConversation = 256;

/**
 * A bound on the input tokens of a conversation that needs no tokenizer: every token stands for at least one byte of UTF-8, in
 * byte-level vocabularies and in those that fall back to bytes; some first normalise the text (NFKC), which may lengthen it.
 */
export function tokenUpperBound(messages: readonly Message[]): number {
  const encoder = new TextEncoder();
  const bytes = (text: string) => encoder.encode(text).length;
  return messages.reduce(
    (sum, { content }) => sum + Math.max(bytes(content), bytes(content.normalize('NFKC'))) + tokensAroundMessage,
    tokensAroundConversation,
  );
}
