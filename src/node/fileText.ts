import { DatasetError } from '../core/datasets/datasetError.ts';
import { bytesOfFile } from './fileBytes.ts';

/** A dataset's text, one piece a read; the next piece is read when it is asked for. */
export async function* textOfFile(
  file: string,
  signal: AbortSignal,
  onBytes: (bytes: Uint8Array) => void = () => {},
): AsyncGenerator<string> {
  const decoder = new Utf8Decoder(file);
  for await (const bytes of bytesOfFile(file, signal)) {
    onBytes(bytes);
    yield decoder.decode(bytes);
  }
  yield decoder.decode(new Uint8Array(0));
}

/** Decodes UTF-8 cut anywhere and says on which line it is none. */
class Utf8Decoder {
  readonly #file: string;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #line = 1;

  constructor(file: string) {
    this.#file = file;
  }

  /** No bytes: the end of the file. */
  decode(bytes: Uint8Array): string {
    try {
      const text = this.#decoder.decode(bytes, { stream: bytes.length > 0 });
      this.#line += newlinesIn(text);
      return text;
    } catch (error) {
      const [before = ''] = new TextDecoder().decode(bytes).split('\uFFFD', 1);
      const line = this.#line + newlinesIn(before);
      const message = `${this.#file} is not UTF-8 text at line ${line}; save it as UTF-8.`;
      throw new DatasetError(message, { file: this.#file, reason: 'encoding', line, cause: error });
    }
  }
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
