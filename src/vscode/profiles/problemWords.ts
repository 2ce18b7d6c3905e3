import { l10n } from 'vscode';
import { usd } from '../../core/amounts.ts';
import type { SurveyProblem } from '../../engine/worker/surveyProblem.ts';
import { failureWords } from './failureWords.ts';

/** Why profiling cannot start, as a whole sentence that says what to do. */
export function problemWords(problem: SurveyProblem): string {
  switch (problem.code) {
    case 'error':
      return failureWords({ ...problem, blame: 'input', facts: {} }).message;
    case 'no-dataset':
      return l10n.t('Choose a dataset: the prompt has no rows of its own.');
    case 'no-variables':
      return l10n.t(
        'The prompt uses no variable, so every row would ask the same. Write {{name}} where a value of the dataset belongs.',
      );
    case 'no-column':
      return l10n.t('Choose the column that the variable "{0}" is taken from.', problem.variable);
    case 'no-reference':
      return l10n.t('Choose the reference: the model whose answers are the measure.');
    case 'reference-not-selected':
      return l10n.t('The reference {0} is not selected. Select it, or choose another reference.', problem.reference);
    case 'reference-unpriced':
      return l10n.t(
        'The price of the reference {0} is not known. Set its price, since savings are measured against it.',
        problem.reference,
      );
    case 'nothing-to-compare':
      return l10n.t('Select at least one model with a known price besides the reference {0}.', problem.reference);
    case 'no-labels':
      return l10n.t(
        'Write the labels to compare: the dataset has no column of expected answers (gold, expected or label) to find them in.',
      );
    case 'no-judge':
      return l10n.t('Name the model that compares the outputs: one that is not compared itself.');
    case 'judge-compared':
      return l10n.t(
        'The judge {0} is one of the compared models, and no model judges its own answers fairly. Name another, or leave it out.',
        problem.judge,
      );
    case 'judge-unpriced':
      return l10n.t(
        'The price of the judge {0} is not known. Set its price with "Downtier: Set price of a model".',
        problem.judge,
      );
    case 'embeddings-unpriced':
      return l10n.t(
        'The price of the embeddings model {0} is not known. Set its price with "Downtier: Set price of a model".',
        problem.embeddings,
      );
    case 'cap-too-small':
      return l10n.t(
        'The spending cap of {0} is too small for even one row: asked of all models it may cost up to {1}. Raise the cap or lower the output limit in the prompt.',
        usd(problem.capUSD),
        usd(problem.neededUSD),
      );
  }
}
