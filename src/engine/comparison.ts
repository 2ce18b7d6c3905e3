import { goldsOf } from '../core/datasets/goldsOf.ts';
import type { DatasetSample } from '../core/datasets/sampleRows.ts';
import {
  chooseEquivalence,
  type EquivalenceChoice,
  type EquivalenceClues,
} from '../core/equivalence/chooseEquivalence.ts';
import { createEquivalence, type EquivalenceOptions } from '../core/equivalence/createEquivalence.ts';
import type { Equivalence, EquivalenceName } from '../core/equivalence/equivalence.ts';
import { parseJsonField } from '../core/equivalence/jsonField.ts';
import { parseTolerance } from '../core/equivalence/parseTolerance.ts';
import type { PromptTemplate } from '../core/prompts/promptTemplate.ts';
import type { ComparisonOptions } from './profileOptions.ts';

/** What is asked for by name, or by what only one rule takes; undefined: to be guessed. */
export function askedEquivalence(options: ComparisonOptions): EquivalenceName | undefined {
  if (options.equivalence !== undefined) return options.equivalence;
  if (options.judge !== undefined) return 'judge';
  if (options.jsonFields !== undefined) return 'json';
  return options.tolerance === undefined ? undefined : 'numeric';
}

/** How the answers to this prompt are compared. */
export function chooseComparison(
  options: ComparisonOptions,
  template: PromptTemplate,
  sample: Pick<DatasetSample, 'rows' | 'goldLabels'>,
): EquivalenceChoice {
  const expected = goldsOf(sample.rows);
  return chooseWith(options, { template, gold: sample.goldLabels ?? expected, goldRows: expected.length });
}

export function chooseWith(
  options: ComparisonOptions,
  clues: Omit<EquivalenceClues, 'asked' | 'labels'>,
): EquivalenceChoice {
  return chooseEquivalence({ ...clues, asked: askedEquivalence(options), labels: options.labels });
}

/** @throws what `createEquivalence`, `parseJsonField` and `parseTolerance` throw */
export function createComparison(
  { name, reason, labels }: EquivalenceChoice,
  { jsonFields, tolerance }: ComparisonOptions,
  rest: Pick<EquivalenceOptions, 'judge' | 'arms'> = {},
): Equivalence {
  return createEquivalence(name, {
    ...rest,
    reason,
    labels,
    fields: jsonFields?.map(parseJsonField),
    tolerance: tolerance === undefined ? undefined : parseTolerance(tolerance),
  });
}
