import type { ModelParameters } from '../models/chatModel.ts';
import type { EquivalenceName } from './equivalence.ts';
import type { EquivalenceReason, KnownAnswersKind } from './equivalenceReason.ts';
import { LabelSet } from './labelSet.ts';
import { isNumber } from './lastNumber.ts';
import { readJson } from './readJson.ts';

/** What is known before any model was asked. */
export interface EquivalenceClues {
  /** What the user asked for; nothing is guessed then. */
  readonly asked?: EquivalenceName | undefined;
  /** Declared by the user. */
  readonly labels?: readonly string[] | undefined;
  readonly template?: { readonly parameters: Pick<ModelParameters, 'responseFormat'> } | undefined;
  /** Expected answers: of a sample of the rows, one each, or the distinct ones of all rows. */
  readonly gold?: readonly string[] | undefined;
  /** How many rows the gold answers stand for. Default: as many as there are answers. */
  readonly goldRows?: number | undefined;
  /** Outputs of the reference where there are some already, as in a recording. Looked at where there are no gold answers. */
  readonly sampleOutputs?: readonly string[] | undefined;
}

export interface EquivalenceChoice {
  readonly name: EquivalenceName;
  readonly reason: EquivalenceReason;
  /** For `label`: declared or discovered; empty where none are known, and for the other names. */
  readonly labels: readonly string[];
}

const MAX_LABELS = 30;
const ROWS_PER_LABEL = 5;
const MAX_LABEL_LENGTH = 60;

/**
 * Takes what was asked for, or guesses by the first that applies: declared labels; a prompt that asks for JSON; gold answers (or else sample outputs) that
 * are all JSON objects or lists, or few labels (2 to 30, each five times or more on average), or all numbers; else `exact`.
 * `judge` is never guessed, since it costs money.
 */
export function chooseEquivalence(clues: EquivalenceClues): EquivalenceChoice {
  const declared = new LabelSet(clues.labels ?? []).labels;
  const known = knownAnswers(clues);
  if (clues.asked !== undefined) {
    const labels = declared.length > 0 ? declared : known.labels;
    return { name: clues.asked, reason: 'asked for', labels: clues.asked === 'label' ? labels : [] };
  }
  if (declared.length > 0)
    return { name: 'label', reason: { because: 'labels declared', labels: declared }, labels: declared };
  if (clues.template?.parameters.responseFormat === 'json') {
    const labelled = areLabels(known) ? known.of : undefined;
    return { name: 'json', reason: { because: 'JSON asked for', labelled }, labels: [] };
  }
  return guessFrom(known);
}

/** Answers of the kind that models will give. */
interface KnownAnswers {
  readonly of: KnownAnswersKind;
  readonly texts: readonly string[];
  readonly rows: number;
  readonly labels: readonly string[];
}

function knownAnswers({ gold = [], goldRows, sampleOutputs = [] }: EquivalenceClues): KnownAnswers {
  const expected = gold.filter((text) => text.trim() !== '');
  const produced = sampleOutputs.filter((text) => text.trim() !== '');
  return expected.length > 0
    ? { of: 'gold answers', texts: expected, rows: goldRows ?? expected.length, labels: new LabelSet(expected).labels }
    : { of: 'sample outputs', texts: produced, rows: produced.length, labels: new LabelSet(produced).labels };
}

function guessFrom(known: KnownAnswers): EquivalenceChoice {
  const { of, texts, rows, labels } = known;
  if (texts.length > 0 && texts.every(isJsonDocument))
    return { name: 'json', reason: { because: 'all JSON', of }, labels: [] };
  if (areLabels(known)) return { name: 'label', reason: { because: 'labels found', of, rows, labels }, labels };
  if (texts.length > 0 && texts.every(isNumber))
    return { name: 'numeric', reason: { because: 'all numbers', of }, labels: [] };
  return { name: 'exact', reason: { because: 'nothing else fits' }, labels: [] };
}

function isJsonDocument(text: string): boolean {
  const value = readJson(text);
  return typeof value === 'object' && value !== null && /^[{[]/.test(text.trim());
}

function areLabels({ labels, rows }: KnownAnswers): boolean {
  return (
    2 <= labels.length &&
    labels.length <= Math.min(MAX_LABELS, rows / ROWS_PER_LABEL) &&
    labels.every((label) => label.length <= MAX_LABEL_LENGTH && !label.includes('\n'))
  );
}
