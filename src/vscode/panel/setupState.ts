import { l10n } from 'vscode';
import type { SetupSurvey, SurveyEstimate, SurveyedModel } from '../../engine/worker/setupSurvey.ts';
import type { ModelChoice, SetupEstimate, SetupState } from '../../webview/protocol.ts';
import { problemWords } from '../profiles/problemWords.ts';
import type { EffectiveSetup } from './effectiveSetup.ts';
import { type FileChoices, fileChoice } from './fileChoices.ts';

type KeyOrigin = 'stored' | 'environment' | 'missing';

export interface SetupFacts {
  readonly setup: EffectiveSetup | undefined;
  readonly survey: SetupSurvey | undefined;
  readonly files: Pick<FileChoices, 'prompts' | 'datasets'>;
  /** By account. */
  readonly keys: ReadonlyMap<string, KeyOrigin>;
  readonly busy: boolean;
  readonly resumable: boolean;
  /** Besides the survey's: whole sentences. */
  readonly hindrances: readonly string[];
  /** Of an empty panel. */
  readonly defaults: Omit<EffectiveSetup, 'promptFile'>;
}

export function setupState(facts: SetupFacts): SetupState {
  const { setup, survey, files, keys, busy, resumable } = facts;
  const { reference, delta, confidence, volume, maxSpendUSD, method, scope, dataFile } = setup ?? facts.defaults;
  return {
    prompt: setup && { ...fileChoice(setup.promptFile), tokens: survey?.tokens },
    promptChoices: files.prompts,
    data: dataState(setup, survey),
    dataChoices: files.datasets,
    columns: survey?.data?.columns ?? [],
    variables: survey?.variables.map(({ name, column }) => ({ name, column })) ?? [],
    preview: survey?.preview ?? [],
    models: survey?.models.map((model) => modelChoice(model, keys)) ?? [],
    reference: survey?.reference ?? reference,
    delta,
    confidence,
    volume,
    maxSpendUSD,
    method,
    scope,
    estimate: survey?.estimate && estimateState(survey.estimate),
    problems: [...(survey?.problems.map(problemWords) ?? []), ...facts.hindrances, ...missingKeys(survey, keys)],
    busy: busy || (dataFile !== undefined && survey === undefined),
    resumable,
  };
}

function dataState(setup: EffectiveSetup | undefined, survey: SetupSurvey | undefined): SetupState['data'] {
  if (!setup) return undefined;
  const { rows = 0, goldColumn } = survey?.data ?? {};
  if (setup.dataFile !== undefined) return { ...fileChoice(setup.dataFile), rows, goldColumn };
  return survey?.data ? { ...fileChoice(setup.promptFile), rows, goldColumn } : undefined;
}

function modelChoice(model: SurveyedModel, keys: SetupFacts['keys']): ModelChoice {
  const { id, selected, price, notional, callUSD, confidence, account } = model;
  const key = account === undefined ? 'not needed' : (keys.get(account) ?? 'missing');
  return { id, selected, price, notional, callUSD, confidence, key };
}

function estimateState(estimate: SurveyEstimate): SetupEstimate {
  const { profilingLikelyUSD, profilingAtMostUSD, likelyItems, savingUpToUSD } = estimate;
  return { likelyUSD: profilingLikelyUSD, likelyItems, atMostUSD: profilingAtMostUSD, savingUpToUSD };
}

function missingKeys(survey: SetupSurvey | undefined, keys: SetupFacts['keys']): readonly string[] {
  const selected = survey?.models.filter((model) => model.selected) ?? [];
  const accounts = new Set(selected.flatMap(({ account }) => account ?? []));
  return [...accounts].filter((account) => keys.get(account) === 'missing').map(missingKeyWords);
}

function missingKeyWords(account: string): string {
  return l10n.t('Set the API key of {0}, or leave its models out.', account);
}
