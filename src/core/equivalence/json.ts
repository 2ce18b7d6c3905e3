import type { JsonValue } from '../jsonValue.ts';
import { sameExact } from './exact.ts';
import { type JsonField, JsonFieldError } from './jsonField.ts';
import { childOf, childPointer, isJsonPointer, valueAt } from './jsonPointer.ts';
import { sameLabel } from './label.ts';
import { sameNumber } from './numeric.ts';
import { readJson } from './readJson.ts';
import type { SameText } from './sameText.ts';

type Value = JsonValue | undefined;
type SameValue = (one: Value, other: Value) => boolean;
/** By pointer; a place without a rule, or with `undefined`, is compared as a value. */
type Rules = ReadonlyMap<string, SameValue | undefined>;

/**
 * Both are JSON and agree in every field. Strings are compared in NFC without white space around them, numbers by value (as doubles), an absent key
 * is not null. A text that is not JSON deviates from everything but the same text.
 *
 * @param fields what to compare; none, or only `ignore`: the whole document but for those
 * @throws JsonFieldError when a pointer is not one
 */
export function sameJson(fields: readonly JsonField[] = []): SameText {
  const wrong = fields.find(({ pointer }) => !isJsonPointer(pointer));
  if (wrong) throw new JsonFieldError(wrong.pointer);
  const compared = fields.filter(({ rule }) => rule !== 'ignore').map(({ pointer }) => pointer);
  const pointers = compared.length > 0 ? compared : [''];
  const rules = new Map(fields.map((field) => [field.pointer, ruleOf(field)]));
  return (one, other) => {
    const first = readJson(one);
    const second = readJson(other);
    if (first === undefined || second === undefined) return sameExact(one, other);
    return pointers.every((pointer) => sameAt(valueAt(first, pointer), valueAt(second, pointer), { pointer, rules }));
  };
}

interface Place {
  readonly pointer: string;
  readonly rules: Rules;
}

/** Equal as values, but where a rule for the place says how. */
function sameAt(one: Value, other: Value, place: Place): boolean {
  const rule = place.rules.get(place.pointer);
  if (rule) return rule(one, other);
  if (typeof one === 'string' && typeof other === 'string') return sameExact(one, other);
  if (!isContainer(one) || !isContainer(other)) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) =>
    sameAt(childOf(one, key), childOf(other, key), { ...place, pointer: childPointer(place.pointer, key) }),
  );
}

const nowhere: Place = { pointer: '', rules: new Map() };
const sameValue: SameValue = (one, other) => sameAt(one, other, nowhere);

function ruleOf({ rule, labels, tolerance }: JsonField): SameValue | undefined {
  switch (rule) {
    case 'exact':
      return undefined;
    case 'ignore':
      return () => true;
    case 'set':
      return sameSet;
    case 'label':
      return asTexts(sameLabel(labels ?? []));
    case 'numeric':
      return asTexts(sameNumber(tolerance));
  }
}

function sameSet(one: Value, other: Value): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return sameValue(one, other);
  const within = (inner: readonly JsonValue[], outer: readonly JsonValue[]): boolean =>
    inner.every((element) => outer.some((candidate) => sameValue(element, candidate)));
  return within(one, other) && within(other, one);
}

/** Applies a text rule to strings, numbers and booleans; what cannot be read as a text is compared as a value. */
function asTexts(same: SameText): SameValue {
  return (one, other) => {
    if (isContainer(one) || isContainer(other) || one == null || other == null) return sameValue(one, other);
    return same(String(one), String(other));
  };
}

function isContainer(value: Value): value is Exclude<JsonValue, string | number | boolean | null> {
  return typeof value === 'object' && value !== null;
}
