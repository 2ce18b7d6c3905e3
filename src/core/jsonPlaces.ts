import { type Document, isMap, isPair, isScalar, isSeq, type Pair, parseDocument } from 'yaml';
import { rangeOfOffsets, type TextRange } from './findings.ts';

/**
 * Where the values of a JSON text stand in it. The text may be broken or no JSON at all: then it tells where what can be made out stands. YAML's parser
 * is used since, unlike `JSON.parse`, it knows places and goes on after an error. Never throws.
 */
export class JsonPlaces {
  readonly #text: string;
  readonly #document: Document;

  constructor(text: string) {
    this.#text = text;
    this.#document = parseDocument(text, {
      schema: 'json',
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: 'silent',
    });
  }

  /** Where the text stops being JSON, as far as the parser can tell; its first line otherwise. */
  get firstError(): TextRange {
    const [error] = this.#document.errors;
    return error
      ? rangeOfOffsets(this.#text, error.pos[0], Math.max(error.pos[1], error.pos[0] + 1))
      : this.#firstLine();
  }

  /** The value at `path`, its key if it is an object or a list; the key of the nearest thing around it where it is missing; else the first line. */
  rangeOf(path: readonly PropertyKey[]): TextRange {
    let node: unknown = this.#document.contents;
    let found: Pair | undefined;
    for (const key of path) {
      if (isSeq(node)) {
        node = node.items[Number(key)];
        continue;
      }
      const pair = isMap(node) ? node.items.find((item) => keyOf(item) === key) : undefined;
      if (!pair) return this.#rangeOfNode(found?.key);
      found = pair;
      node = pair.value;
    }
    return this.#rangeOfNode(isScalar(node) ? node : found?.key);
  }

  /** The path of the key or plain value at an offset; undefined between them. */
  pathAt(offset: number): readonly PropertyKey[] | undefined {
    return pathWithin(this.#document.contents, offset);
  }

  #rangeOfNode(node: unknown): TextRange {
    const range = rangeOf(node);
    return range ? rangeOfOffsets(this.#text, range[0], range[1]) : this.#firstLine();
  }

  #firstLine(): TextRange {
    const end = this.#text.search(/[\r\n]/);
    return rangeOfOffsets(this.#text, 0, end === -1 ? this.#text.length : end);
  }
}

function pathWithin(node: unknown, offset: number): readonly PropertyKey[] | undefined {
  if (isScalar(node)) return holds(node, offset) ? [] : undefined;
  if (!(isMap(node) || isSeq(node))) return undefined;
  for (const [index, item] of node.items.entries()) {
    const key = isPair(item) ? keyOf(item) : index;
    if (isPair(item) && holds(item.key, offset)) return [key];
    const rest = pathWithin(isPair(item) ? item.value : item, offset);
    if (rest) return [key, ...rest];
  }
  return undefined;
}

function keyOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

function holds(node: unknown, offset: number): boolean {
  const range = rangeOf(node);
  return range !== undefined && range[0] <= offset && offset < range[1];
}

function rangeOf(node: unknown): readonly [number, number, number] | undefined {
  return isScalar(node) && node.range ? node.range : undefined;
}
