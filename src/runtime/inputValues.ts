import type { RowValues } from '../core/datasets/row.ts';
import type { JsonValue } from '../core/jsonValue.ts';
import type { CascadeSource } from './cascadeSource.ts';
import { InputValueError, MissingColumnError } from './errors.ts';

/** What a prompt is given: by variable, anything that JSON can say. */
export type PromptInputs = object;

/** Far more than a prompt shows, and far less than the call stack bears. */
const DEEPEST = 100;

/** The inputs as a row. @throws InputValueError for a value that is not JSON, which a template would render as something else */
export function rowOf(inputs: PromptInputs): RowValues {
  for (const [name, value] of Object.entries(inputs)) requireJson(name, value, []);
  return inputs as Readonly<Record<string, JsonValue>>;
}

/** The columns that the config decides by. @throws MissingColumnError */
export function columnsOf(
  { columns = [], file }: Pick<CascadeSource, 'columns' | 'file'>,
  values: RowValues,
): RowValues | undefined {
  if (columns.length === 0) return undefined;
  const missing = columns.find((name) => values[name] === undefined);
  if (missing !== undefined) throw new MissingColumnError(file, missing);
  return Object.fromEntries(columns.map((name) => [name, values[name] ?? null]));
}

function requireJson(name: string, value: unknown, around: readonly unknown[]): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new InputValueError(name, `it is ${value}`);
    return;
  }
  if (typeof value !== 'object')
    throw new InputValueError(name, `it is ${value === undefined ? '' : 'a '}${typeof value}`);
  if (around.length >= DEEPEST) throw new InputValueError(name, `it is nested more than ${DEEPEST} deep`);
  if (around.includes(value)) throw new InputValueError(name, 'it contains itself');
  if (!Array.isArray(value) && !isPlain(value))
    throw new InputValueError(name, `it is an object of the class ${value.constructor.name}`);
  for (const part of Object.values(value)) requireJson(name, part, [...around, value]);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}
