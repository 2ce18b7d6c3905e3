export interface ReadMessage {
  readonly role: string;
  readonly text: string;
}

/**
 * The text to put a label on: of the last user message (or the last message, when none is the user's), what stands between the last
 * `<ticket>` and the last `</ticket>`, or else the whole message.
 */
export function ticketOf(messages: readonly ReadMessage[]): string {
  const text = (messages.findLast(({ role }) => role === 'user') ?? messages.at(-1))?.text ?? '';
  const opening = text.lastIndexOf('<ticket>');
  const closing = text.lastIndexOf('</ticket>');
  return 0 <= opening && opening < closing ? text.slice(opening + '<ticket>'.length, closing).trim() : text;
}
