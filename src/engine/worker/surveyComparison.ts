import { DowntierError } from '../../core/errors.ts';
import type { LoadedPrompt } from '../../node/loadPrompt.ts';
import { chooseComparison, createComparison } from '../comparison.ts';
import type { SurveyedComparison, SurveyedModel, SurveyRequest } from './setupSurvey.ts';
import type { SurveyedData } from './surveyData.ts';
import type { SurveyProblem } from './surveyProblem.ts';

interface Known {
  readonly prompt: LoadedPrompt;
  readonly data: SurveyedData;
  readonly models: readonly SurveyedModel[];
  /** What is known of the model asked for as judge. */
  readonly judge: SurveyedModel | undefined;
}

/** How outputs will be compared. What it lacks is among the problems. */
export function surveyComparison(
  request: SurveyRequest,
  { prompt, data, models, judge }: Known,
): { readonly comparison: SurveyedComparison; readonly problems: readonly SurveyProblem[] } {
  const choice = chooseComparison(request, prompt.template, data.sample);
  const comparison = { ...choice, judge: choice.name === 'judge' ? judge : undefined };
  const problem = judgeProblem(comparison, models) ?? ruleProblem(comparison, request);
  return { comparison, problems: problem ? [problem] : [] };
}

function judgeProblem(
  { name, judge }: SurveyedComparison,
  models: readonly SurveyedModel[],
): SurveyProblem | undefined {
  if (name !== 'judge') return undefined;
  if (!judge) return { code: 'no-judge' };
  if (judge.problem) return judge.problem;
  if (models.some(({ id, selected }) => selected && id === judge.id))
    return { code: 'judge-compared', judge: judge.id };
  return judge.price ? undefined : { code: 'judge-unpriced', judge: judge.id };
}

/** Found by making the rule, as it will be made. */
function ruleProblem(comparison: SurveyedComparison, request: SurveyRequest): SurveyProblem | undefined {
  if (comparison.name === 'judge') return undefined;
  if (comparison.name === 'label' && comparison.labels.length === 0) return { code: 'no-labels' };
  try {
    createComparison(comparison, request);
    return undefined;
  } catch (error) {
    if (!(error instanceof DowntierError)) throw error;
    return { code: 'error', name: error.name, message: error.message };
  }
}
