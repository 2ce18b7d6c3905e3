/**
 * The same text with `\n` as its only line end (from `\r\n` and lone `\r`, as editors count lines) and without a byte order mark.
 * A line end inside a quoted cell becomes `\n` too, so that a file saved on another system gives the same prompts.
 */
export async function* universalNewlines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  let isFirst = true;
  for await (const text of texts) {
    if (text === '') continue;
    let piece = held + (isFirst && text.startsWith('\uFEFF') ? text.slice(1) : text);
    isFirst = false;
    // A final `\r` waits: the next piece may begin with its `\n`.
    held = piece.endsWith('\r') ? '\r' : '';
    if (held !== '') piece = piece.slice(0, -1);
    yield piece.includes('\r') ? piece.replace(/\r\n?/g, '\n') : piece;
  }
  if (held !== '') yield '\n';
}
