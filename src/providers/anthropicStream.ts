import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import type { ModelId } from '../core/models/chatModel.ts';
import { malformed } from './callErrorFrom.ts';

/**
 * Puts a streamed message together again, in the shape of one that came whole; of its content only the text.
 * @throws CallError `malformed` for a stream that ended before the message did
 */
export async function gatherMessage(
  model: ModelId,
  events: AsyncIterable<RawMessageStreamEvent>,
  onText: (piece: string) => void,
) {
  let text = '';
  let message: object = {};
  let usage: object = {};
  let stopReason: unknown;
  let whole = false;
  for await (const event of events) {
    if (event.type === 'message_start') {
      message = event.message;
      usage = event.message.usage;
    } else if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
      text += event.delta.text;
      onText(event.delta.text);
    } else if (event.type === 'message_delta') {
      stopReason = event.delta.stop_reason;
      usage = { ...usage, ...given(event.usage) };
    } else if (event.type === 'message_stop') {
      whole = true;
    }
  }
  if (!whole) throw malformed(model, 'its stream was cut off');
  return { ...message, content: [{ type: 'text', text }], stop_reason: stopReason, usage };
}

/** The counts that the last event really gives; the others are null in it and stand in the first. */
function given(usage: object | null | undefined): object {
  return Object.fromEntries(Object.entries(usage ?? {}).filter(([, value]) => value !== null));
}
