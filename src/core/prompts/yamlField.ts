import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node } from 'yaml';
import type { JsonValue } from '../jsonValue.ts';
import type { Span } from './promptSource.ts';

/** The parsed document a field belongs to, and where it starts in the file. */
export interface YamlOrigin {
  readonly document: Document;
  readonly offset: number;
}

interface FieldParts {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: JsonValue | undefined;
  readonly node: Node | null;
}

/** A value in a YAML text with the places of its key and of itself, so that findings can underline either. */
export class YamlField {
  /** The key in the map around it; an item of a list has its index, the root the empty string. */
  readonly key: string;
  readonly keySpan: Span;
  /** Undefined where nothing could be read. Aliases are resolved. */
  readonly value: JsonValue | undefined;
  readonly #origin: YamlOrigin;
  readonly #node: Node | null;

  constructor(origin: YamlOrigin, parts: FieldParts) {
    this.key = parts.key;
    this.keySpan = parts.keySpan;
    this.value = parts.value;
    this.#origin = origin;
    this.#node = parts.node;
  }

  /** The value's place, or its key's where the value is left out. */
  get span(): Span {
    const span = this.#spanOf(this.#node);
    return span === undefined || span.start === span.end ? this.keySpan : span;
  }

  /** The entry of that key, if this is a map that has it. */
  get(key: string): YamlField | undefined {
    return this.entries.find((entry) => entry.key === key);
  }

  /** The entries of a map, in order; empty for everything else. */
  get entries(): readonly YamlField[] {
    const node = this.#resolved();
    if (!isMap(node) || !isRecord(this.value)) return [];
    const values = this.value;
    return node.items.flatMap((pair) => {
      if (!isScalar(pair.key)) return [];
      const key = String(pair.key.value);
      return this.#child(key, this.#spanOf(pair.key), Object.hasOwn(values, key) ? values[key] : undefined, pair.value);
    });
  }

  /** The items of a list, in order; empty for everything else. */
  get items(): readonly YamlField[] {
    const node = this.#resolved();
    if (!isSeq(node) || !Array.isArray(this.value)) return [];
    const values: readonly JsonValue[] = this.value;
    return node.items.map((item, index) => this.#child(String(index), this.#spanOf(item), values[index], item));
  }

  #child(key: string, span: Span | undefined, value: JsonValue | undefined, node: unknown): YamlField {
    return new YamlField(this.#origin, {
      key,
      keySpan: span ?? this.span,
      value,
      node: isNode(node) ? node : null,
    });
  }

  #resolved(): Node | undefined {
    return isAlias(this.#node) ? this.#node.resolve(this.#origin.document) : (this.#node ?? undefined);
  }

  #spanOf(node: unknown): Span | undefined {
    if (!isNode(node) || !node.range) return undefined;
    return { start: this.#origin.offset + node.range[0], end: this.#origin.offset + node.range[1] };
  }
}

/** Whether a value is a map. */
export function isRecord(value: JsonValue | undefined): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
