import type { JsonValue } from '../jsonValue.ts';
import { isObject } from './jsonRow.ts';
import type { RowValues } from './row.ts';

/** What is expected of an answer. */
export interface Expectation {
  /** The exact answer. */
  readonly gold: JsonValue | undefined;
  /** The kind of an assertion that gives no exact answer (`contains`, `javascript`..). */
  readonly otherKind: string | undefined;
}

export interface PromptfooTest {
  readonly values: RowValues;
  readonly expectations: readonly Expectation[];
}

/** A row of the shape `{"vars": {..}, "assert": [..]}`, as promptfoo's test files have; `undefined` for any other row. */
export function promptfooTest(row: RowValues): PromptfooTest | undefined {
  const values = row['vars'];
  if (!isObject(values)) return undefined;
  const assertions = Array.isArray(row['assert']) ? (row['assert'] as readonly JsonValue[]) : [];
  return { values, expectations: assertions.filter(isObject).map(expectationOf) };
}

/** Kinds of assertion that a cell names before a colon (a threshold in brackets may come between). */
const kindBeforeColon = new RegExp(
  `^(?:not-)?(?:${[
    'equals',
    'i?contains(?:-all|-any)?',
    '(?:contains|is)-(?:json|sql|xml|html)',
    'is-(?:refusal|valid-[a-z-]+)',
    'starts-with',
    'regex',
    'javascript|fn|eval|python|ruby|webhook',
    'llm-rubric|grade|g-eval|factuality|model-graded-[a-z]+|select-best|human|pi|classifier|moderation|guardrails',
    'similar|levenshtein|rouge-[a-z]|bleu|gleu|meteor|perplexity(?:-score)?',
    'answer-relevance|conversation-relevance|context-(?:faithfulness|recall|relevance)',
    'cost|latency|finish-reason|tool-call-f1|trace-[a-z-]+',
  ].join('|')})(?:\\([\\d.]+\\))?(?=:)`,
);
/** Kinds that need no value and may stand alone. */
const kindAlone = /^(?:not-)?(?:(?:contains|is)-(?:json|sql|xml|html)|is-(?:refusal|valid-[a-z-]+))$/;

/** What a cell of promptfoo's `__expected` column says: `equals: x` or plain `x` is gold, `contains: x` and the like are not. */
export function expectationOfCell(cell: string): Expectation {
  const text = cell.trim();
  const kind =
    (kindBeforeColon.exec(text) ?? kindAlone.exec(text))?.[0] ?? (text.startsWith('file://') ? 'file' : undefined);
  if (kind === undefined) return exactly(text);
  return kind === 'equals' ? exactly(text.slice('equals:'.length).trim()) : otherwise(kind);
}

function expectationOf({ type, value }: RowValues): Expectation {
  if (type === 'equals') return exactly(value);
  return otherwise(typeof type === 'string' ? type : 'an assertion without a type');
}

function exactly(gold: JsonValue | undefined): Expectation {
  return { gold, otherKind: undefined };
}

function otherwise(otherKind: string): Expectation {
  return { gold: undefined, otherKind };
}
