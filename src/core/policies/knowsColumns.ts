import type { JsonValue } from '../jsonValue.ts';
import { extendedHash, finishedHash, startedHash } from '../statistics/featureHash.ts';
import type { SparseVector } from '../statistics/sparseVector.ts';
import type { InputBesides } from './knowsFeatures.ts';

/** A column that holds numbers only: how far a value is from the mean says something, too. */
export interface NumberColumn {
  readonly name: string;
  readonly mean: number;
  /** Standard deviation, above 0. */
  readonly deviation: number;
}

/** How columns are read; lists as a config's schema has them. */
export interface ColumnLayout {
  readonly names: string[];
  /** `name=value` pairs share 2^bits positions; a position for each of `numbers` stands behind them. */
  readonly bits: number;
  readonly numbers: NumberColumn[];
}

/** A few columns of a few labels each. */
const COLUMN_BITS = 8;
/** Numbers further from the mean than so many standard deviations count as that: one typing error must not outweigh all else. */
const FURTHEST = 3;

export function columnWidth({ bits, numbers }: ColumnLayout): number {
  return 2 ** bits + numbers.length;
}

/** @param inputs all with these columns */
export function columnLayout(inputs: readonly InputBesides[], names: readonly string[]): ColumnLayout {
  const numbers = names.flatMap((name) => {
    const values = inputs.map(({ columns }) => numberIn(columns?.[name]));
    const present = values.flatMap((value) => value ?? []);
    const mean = present.reduce((sum, value) => sum + value, 0) / Math.max(1, present.length);
    const squares = present.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const deviation = Number(Math.sqrt(squares / Math.max(1, present.length)).toPrecision(9));
    const isNumber = present.length === values.length && 0 < deviation && Number.isFinite(deviation);
    return isNumber ? [{ name, mean: Number(mean.toPrecision(9)), deviation }] : [];
  });
  return { names: [...names], bits: COLUMN_BITS, numbers };
}

/** A value is one whole, not words. */
export function columnVector({ names, bits, numbers }: ColumnLayout, { columns }: InputBesides): SparseVector {
  const positions = names.map((name) => positionOf(`${name}=${textOf(columns?.[name])}`, bits));
  return {
    indices: Int32Array.from([...positions, ...numbers.map((_, index) => 2 ** bits + index)]),
    values: Float64Array.from([...positions.map(() => 1), ...numbers.map((column) => distance(column, columns))]),
  };
}

/** In standard deviations; 0 for a value that is no number, which says neither for nor against. */
function distance({ name, mean, deviation }: NumberColumn, columns: InputBesides['columns']): number {
  const value = numberIn(columns?.[name]);
  return value === undefined ? 0 : Math.max(-FURTHEST, Math.min(FURTHEST, (value - mean) / deviation));
}

const start = startedHash(4);

function positionOf(feature: string, bits: number): number {
  let hash = start;
  for (let index = 0; index < feature.length; index++) hash = extendedHash(hash, feature.charCodeAt(index));
  return finishedHash(hash) & (2 ** bits - 1);
}

function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return (typeof value === 'string' ? value : JSON.stringify(value)).trim();
}

/** Cells of CSV are texts. */
function numberIn(value: JsonValue | undefined): number | undefined {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}
