/** A text as a file's reader gives it, cut into pieces of the given length. */
export async function* textsOf(text: string, pieceLength: number = text.length || 1): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += pieceLength) yield text.slice(start, start + pieceLength);
}
