import type { ModelParameters } from '../models/chatModel.ts';
import type { EquivalenceName } from './equivalence.ts';
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
  /** Why, in a sentence for a person. */
  readonly reason: string;
  /** For `label`: declared or discovered; empty where none are known, and for the other names. */
  readonly labels: readonly string[];
}

const MAX_LABELS = 30;
const ROWS_PER_LABEL = 5;
const MAX_LABEL_LENGTH = 60;
const LABELS_SHOWN = 6;

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
    return { name: 'label', reason: `the labels are declared: ${listed(declared)}`, labels: declared };
  if (clues.template?.parameters.responseFormat === 'json') {
    const hint = areLabels(known)
      ? `; to compare only the labels of the ${known.what}s, ask for the equivalence label`
      : '';
    return {
      name: 'json',
      reason: `the prompt asks for JSON, so all fields of the outputs are compared${hint}`,
      labels: [],
    };
  }
  return guessFrom(known);
}

/** Answers of the kind that models will give. */
interface KnownAnswers {
  readonly what: 'gold answer' | 'sample output';
  readonly texts: readonly string[];
  readonly rows: number;
  readonly labels: readonly string[];
}

function knownAnswers({ gold = [], goldRows, sampleOutputs = [] }: EquivalenceClues): KnownAnswers {
  const expected = gold.filter((text) => text.trim() !== '');
  const produced = sampleOutputs.filter((text) => text.trim() !== '');
  return expected.length > 0
    ? { what: 'gold answer', texts: expected, rows: goldRows ?? expected.length, labels: new LabelSet(expected).labels }
    : { what: 'sample output', texts: produced, rows: produced.length, labels: new LabelSet(produced).labels };
}

function guessFrom(known: KnownAnswers): EquivalenceChoice {
  const { what, texts, rows, labels } = known;
  if (texts.length > 0 && texts.every(isJsonDocument)) {
    return { name: 'json', reason: `every ${what} is JSON, so all their fields are compared`, labels: [] };
  }
  if (areLabels(known)) {
    return { name: 'label', reason: `the ${rows} ${what}s are ${labels.length} labels: ${listed(labels)}`, labels };
  }
  if (texts.length > 0 && texts.every(isNumber)) {
    return { name: 'numeric', reason: `every ${what} is a number`, labels: [] };
  }
  return {
    name: 'exact',
    reason: 'outputs are compared letter for letter; free text usually needs a judge',
    labels: [],
  };
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

function listed(labels: readonly string[]): string {
  return labels.length <= LABELS_SHOWN ? labels.join(', ') : `${labels.slice(0, LABELS_SHOWN).join(', ')}, ..`;
}
