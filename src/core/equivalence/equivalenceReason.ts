import type { Translate } from '../translate.ts';

/** Answers that were there before any model was asked: expected ones of the dataset, or outputs of a recording. */
export type KnownAnswersKind = 'gold answers' | 'sample outputs';

/** Why outputs are compared by one rule and not another: it was asked for (by a config as well), or what in the data led to it. */
export type EquivalenceReason =
  | 'asked for'
  | { readonly because: 'labels declared'; readonly labels: readonly string[] }
  /** `labelled`: the known answers that are labels all the same. */
  | { readonly because: 'JSON asked for'; readonly labelled: KnownAnswersKind | undefined }
  | { readonly because: 'all JSON' | 'all numbers'; readonly of: KnownAnswersKind }
  | {
      readonly because: 'labels found';
      readonly of: KnownAnswersKind;
      readonly rows: number;
      readonly labels: readonly string[];
    }
  | { readonly because: 'nothing else fits' };

const LABELS_SHOWN = 6;

/** A sentence without its capital and end, to go on after "because" or in brackets. */
export function equivalenceReasonWords(reason: EquivalenceReason, t: Translate): string {
  if (reason === 'asked for') return t('asked for');
  switch (reason.because) {
    case 'labels declared':
      return t('the labels are declared: {0}', listed(reason.labels));
    case 'JSON asked for':
      return jsonAskedFor(reason.labelled, t);
    case 'all JSON':
      return reason.of === 'gold answers'
        ? t('every gold answer is JSON, so all their fields are compared')
        : t('every sample output is JSON, so all their fields are compared');
    case 'all numbers':
      return reason.of === 'gold answers' ? t('every gold answer is a number') : t('every sample output is a number');
    case 'labels found': {
      const { of, rows, labels } = reason;
      return of === 'gold answers'
        ? t('the {0} gold answers are {1} labels: {2}', rows, labels.length, listed(labels))
        : t('the {0} sample outputs are {1} labels: {2}', rows, labels.length, listed(labels));
    }
    case 'nothing else fits':
      return t('outputs are compared letter for letter; free text usually needs a judge');
  }
}

function jsonAskedFor(labelled: KnownAnswersKind | undefined, t: Translate): string {
  const why = t('the prompt asks for JSON, so all fields of the outputs are compared');
  switch (labelled) {
    case undefined:
      return why;
    case 'gold answers':
      return `${why}; ${t('to compare only the labels of the gold answers, ask for the equivalence label')}`;
    case 'sample outputs':
      return `${why}; ${t('to compare only the labels of the sample outputs, ask for the equivalence label')}`;
  }
}

function listed(labels: readonly string[]): string {
  return labels.length <= LABELS_SHOWN ? labels.join(', ') : `${labels.slice(0, LABELS_SHOWN).join(', ')}, ..`;
}
