import { InputError } from '../errors.ts';
import { isJsonPointer } from './jsonPointer.ts';
import type { Tolerance } from './numeric.ts';

export const jsonFieldRules = ['exact', 'label', 'numeric', 'set', 'ignore'] as const;
/**
 * `exact`: the same value; objects by key in any order, arrays element by element. `label`, `numeric`: the text or number there by that rule.
 * `set`: arrays with the same elements in any order, repetitions not counted. `ignore`: not compared.
 */
export type JsonFieldRule = (typeof jsonFieldRules)[number];

/** How the part of a JSON output that a pointer points to is compared. Rules of places deeper inside take precedence. */
export interface JsonField {
  /** RFC 6901; empty: the whole document. */
  readonly pointer: string;
  readonly rule: JsonFieldRule;
  /** For `label`. Without labels only case and surrounding punctuation are disregarded. */
  readonly labels?: readonly string[] | undefined;
  /** For `numeric`. */
  readonly tolerance?: Tolerance | undefined;
}

/** A field that was written wrongly. */
export class JsonFieldError extends InputError {
  readonly field: string;

  constructor(field: string) {
    super(
      `"${field}" does not say which JSON field to compare: write a JSON pointer, and behind = how (${jsonFieldRules.join(', ')}), ` +
        'for example "/category=label", "/items/0/price=numeric" or "/reason=ignore".',
    );
    this.field = field;
  }
}

/**
 * Reads `/pointer=rule`; without a rule it is `exact`.
 *
 * @throws JsonFieldError
 */
export function parseJsonField(field: string): JsonField {
  const equals = field.lastIndexOf('=');
  const pointer = equals === -1 ? field : field.slice(0, equals);
  const rule = equals === -1 ? 'exact' : jsonFieldRules.find((name) => name === field.slice(equals + 1).trim());
  if (rule === undefined || !isJsonPointer(pointer)) throw new JsonFieldError(field);
  return { pointer, rule };
}
