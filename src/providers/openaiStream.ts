import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { ModelId } from '../core/models/chatModel.ts';
import { malformed } from './callErrorFrom.ts';

/** What may really be on the wire. */
type WireChunk = Partial<Omit<ChatCompletionChunk, 'choices'>> & {
  readonly choices?: readonly Partial<ChatCompletionChunk.Choice>[] | null;
};

/**
 * Puts a streamed completion together again, in the shape of one that came whole.
 * @throws CallError `malformed` for a stream that ended before the answer did
 */
export async function gatherCompletion(
  model: ModelId,
  chunks: AsyncIterable<WireChunk>,
  onText: (piece: string) => void,
) {
  let text: string | undefined;
  let refusal: string | undefined;
  let finish: unknown;
  let last: WireChunk = {};
  const tokens: unknown[] = [];
  for await (const chunk of chunks) {
    last = { ...chunk, usage: chunk.usage ?? last.usage ?? null };
    const choice = chunk.choices?.[0];
    if (!choice) continue;
    const { delta } = choice;
    const piece = delta?.content ?? delta?.refusal ?? '';
    if (typeof delta?.content === 'string') text = (text ?? '') + delta.content;
    if (typeof delta?.refusal === 'string') refusal = (refusal ?? '') + delta.refusal;
    tokens.push(...(choice.logprobs?.content ?? []));
    finish = choice.finish_reason ?? finish;
    if (piece !== '') onText(piece);
  }
  if (finish === undefined) throw malformed(model, 'its stream was cut off');
  const message = { content: text || (refusal ? undefined : text), refusal };
  return { ...last, choices: [{ message, finish_reason: finish, logprobs: { content: tokens } }] };
}
