import { basename } from 'node:path';
import { l10n } from 'vscode';
import { equivalenceReasonWords } from '../../core/equivalence/equivalenceReason.ts';
import {
  othersAsked,
  type SetupSurvey,
  type SurveyEstimate,
  type SurveyedModel,
} from '../../engine/worker/setupSurvey.ts';
import type { FileChoice, ModelChoice, SetupEstimate, SetupState } from '../../webview/protocol.ts';
import { problemWords } from '../profiles/problemWords.ts';
import type { EffectiveSetup } from './effectiveSetup.ts';
import { type FileChoices, fileChoice } from './fileChoices.ts';
import type { SetupChoices } from './panelMemory.ts';

type KeyOrigin = 'stored' | 'environment' | 'missing';

export interface SetupFacts {
  readonly setup: EffectiveSetup | undefined;
  readonly survey: SetupSurvey | undefined;
  readonly files: Pick<FileChoices, 'prompts' | 'datasets'>;
  /** By account. */
  readonly keys: ReadonlyMap<string, KeyOrigin>;
  /** What the user wrote for rules of comparison. */
  readonly written: Pick<SetupChoices, 'labels' | 'jsonFields' | 'tolerance' | 'judge'>;
  readonly busy: boolean;
  readonly resumable: boolean;
  /** Besides the survey's: whole sentences. */
  readonly hindrances: readonly string[];
  /** Of an empty panel. */
  readonly defaults: Omit<EffectiveSetup, 'promptFile'>;
}

export function setupState(facts: SetupFacts): SetupState {
  const { setup, survey, files, keys, busy, resumable } = facts;
  const { reference, delta, confidence, volume, maxSpendUSD, studentDelta, method, scope } = setup ?? facts.defaults;
  return {
    prompt: setup && { ...fileChoice(setup.promptFile), tokens: survey?.tokens },
    promptChoices: files.prompts,
    data: dataState(setup, survey),
    dataChoices: dataChoices(facts),
    columns: survey?.data?.columns ?? [],
    variables: survey?.variables.map(({ name, column }) => ({ name, column })) ?? [],
    preview: survey?.preview ?? [],
    models: survey?.models.map((model) => modelChoice(model, keys)) ?? [],
    reference: survey?.reference ?? reference,
    delta,
    confidence,
    volume,
    maxSpendUSD,
    studentDelta,
    method,
    scope,
    comparison: comparisonState(facts),
    estimate: survey?.estimate && estimateState(survey.estimate),
    // Several models of one provider may have the same problem.
    problems: [
      ...new Set([...(survey?.problems.map(problemWords) ?? []), ...facts.hindrances, ...missingKeys(survey, keys)]),
    ],
    busy: busy || (setup !== undefined && survey === undefined && facts.hindrances.length === 0),
    resumable,
  };
}

function comparisonState({ setup, survey, written }: SetupFacts): SetupState['comparison'] {
  const { labels = '', jsonFields = '', tolerance = '', judge = '' } = written;
  const { name, reason, labels: found = [] } = survey?.comparison ?? {};
  return {
    chosen: setup?.equivalence,
    name: setup?.equivalence ?? name,
    reason: reason && equivalenceReasonWords(reason, l10n.t),
    written: { labels, jsonFields, tolerance, judge },
    found: found.join(', '),
  };
}

function dataState(setup: EffectiveSetup | undefined, survey: SetupSurvey | undefined): SetupState['data'] {
  if (!setup) return undefined;
  const source = survey?.source ?? setup.data;
  const { rows = 0, goldColumn } = survey?.data ?? {};
  const guessed = setup.data.from === 'guess';
  if (source.from === 'file')
    return { ...fileChoice(source.file), rows, goldColumn, origin: guessed ? 'beside' : 'chosen' };
  if (!survey?.data) return undefined; // neither a file nor rows in the prompt, as far as is known
  return { ...ownRows(setup.promptFile, survey), rows, goldColumn, origin: guessed ? 'only own rows' : 'chosen' };
}

/** The workspace's datasets, and the rows written in the prompt. */
function dataChoices({ setup, survey, files }: SetupFacts): readonly FileChoice[] {
  return setup && survey && survey.ownRows > 0
    ? [...files.datasets, ownRows(setup.promptFile, survey)]
    : files.datasets;
}

/** The prompt file's own path stands for its rows. */
function ownRows(promptFile: string, survey: SetupSurvey): FileChoice {
  return { path: promptFile, label: l10n.t('rows written in {0} ({1})', basename(promptFile), survey.ownRows) };
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
  const selected = survey?.models.filter((model) => model.selected).concat(othersAsked(survey)) ?? [];
  const accounts = new Set(selected.flatMap(({ account }) => account ?? []));
  return [...accounts].filter((account) => keys.get(account) === 'missing').map(missingKeyWords);
}

function missingKeyWords(account: string): string {
  return l10n.t('Set the API key of {0}, or leave its models out.', account);
}
