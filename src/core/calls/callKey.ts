import type { ChatRequest, ModelId } from '../models/chatModel.ts';

/** A cryptographic hash of UTF-8 text as lower-case hexadecimal. */
export type Digest = (text: string) => string;

/**
 * Identifies a call: the same model asked the same thing with the same parameters, for the `repeat`-th time (0: the only or first).
 * Independent of the order in which parameters were set.
 */
export function callKey(digest: Digest, model: ModelId, request: ChatRequest, repeat: number): string {
  const parameters = Object.entries(request.parameters)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const messages = request.messages.map(({ role, content }) => [role, content]);
  return digest(JSON.stringify([model, parameters, messages, request.logprobs, repeat]));
}

/** Identifies the embedding of a text. Lists of chat calls begin with a model, so no chat has this key. */
export function embeddingKey(digest: Digest, model: ModelId, text: string): string {
  return digest(JSON.stringify([['embedding', model], text]));
}
