import { Uri } from 'vscode';
import {
  DEFAULT_METHOD,
  type ProfileMethod,
  profileMethods,
  type Scope,
  scopes,
} from '../../core/profiling/profile.ts';
import type { ComparisonOptions } from '../../engine/profileOptions.ts';
import { DEFAULT_STUDENT_TERMS } from '../../engine/student/studentSection.ts';
import { type DataChoice, dataFileOf, dataSourceOf } from '../../engine/worker/dataSource.ts';
import { renamedColumns } from '../../engine/worker/matchColumns.ts';
import type { ProfileOrder } from '../../engine/worker/protocol.ts';
import type { SetupSurvey, SurveyRequest } from '../../engine/worker/setupSurvey.ts';
import type { Settings } from '../services.ts';
import type { SetupChoices } from './panelMemory.ts';

/** The user's choices over the settings: nothing is missing any more. */
export interface EffectiveSetup extends Omit<SurveyRequest, 'profileItems' | 'selfCheckItems' | 'seed' | 'timeoutMs'> {
  readonly delta: number;
  readonly confidence: number;
  readonly studentDelta: number;
  readonly method: ProfileMethod;
  readonly scope: Scope;
}

/** Longest wait for one answer; a reasoning model's longest one fits. */
const TIMEOUT_MS = 120_000;

export function effectiveSetup(promptFile: string, choices: SetupChoices, settings: Settings): EffectiveSetup {
  const resource = Uri.file(promptFile);
  const method = choices.method ?? settings.get('method', resource);
  const scope = choices.scope ?? settings.get('scope', resource);
  return {
    promptFile,
    data: dataChoice(choices.dataFile),
    columns: choices.columns ?? {},
    models: settings.get('models', resource),
    deselected: choices.deselected ?? [],
    reference: (choices.reference ?? settings.get('reference', resource)) || undefined,
    delta: choices.delta ?? settings.get('delta', resource),
    confidence: choices.confidence ?? settings.get('confidence', resource),
    volume: choices.volume ?? settings.get('volume', resource),
    maxSpendUSD: choices.maxSpendUSD ?? settings.get('maxSpendUSD', resource),
    // SMART's methods have no use for it.
    embeddings: method === DEFAULT_METHOD ? settings.get('embeddingsModel', resource).trim() || undefined : undefined,
    studentDelta: choices.studentDelta ?? DEFAULT_STUDENT_TERMS.delta,
    ...comparisonOf(choices),
    // A settings file can hold anything.
    method: profileMethods.find((name) => name === method) ?? DEFAULT_METHOD,
    scope: scopes.find((name) => name === scope) ?? 'stream',
  };
}

/** Only what the chosen rule takes: what was written for another one must not ask for that one. */
function comparisonOf({ equivalence, labels, jsonFields, tolerance, judge }: SetupChoices): ComparisonOptions {
  return {
    equivalence: equivalence ?? undefined,
    labels: equivalence === 'label' ? listed(labels) : undefined,
    jsonFields: equivalence === 'json' ? listed(jsonFields) : undefined,
    tolerance: equivalence === 'numeric' ? tolerance?.trim() || undefined : undefined,
    judge: equivalence === 'judge' ? judge?.trim() || undefined : undefined,
  };
}

function listed(text: string | undefined): readonly string[] | undefined {
  const parts = text?.split(',').flatMap((part) => part.trim() || []) ?? [];
  return parts.length === 0 ? undefined : parts;
}

function comparison({ equivalence, labels, jsonFields, tolerance, judge }: EffectiveSetup): ComparisonOptions {
  return { equivalence, labels, jsonFields, tolerance, judge };
}

function dataChoice(dataFile: SetupChoices['dataFile']): DataChoice {
  if (dataFile === undefined) return { from: 'guess' };
  return dataSourceOf(dataFile ?? undefined);
}

export function surveyRequestOf(setup: EffectiveSetup, settings: Settings): SurveyRequest {
  const { promptFile, data, columns, models, deselected, reference, volume, maxSpendUSD, embeddings } = setup;
  const resource = Uri.file(promptFile);
  return {
    promptFile,
    data,
    columns,
    models,
    deselected,
    reference,
    volume,
    maxSpendUSD,
    embeddings,
    ...comparison(setup),
    profileItems: settings.get('profileItems', resource),
    selfCheckItems: settings.get('selfCheckItems', resource),
    seed: settings.get('seed', resource),
    timeoutMs: TIMEOUT_MS,
  };
}

/** @param survey of this very setup, without problems */
export function orderOf(setup: EffectiveSetup, survey: SetupSurvey, settings: Settings): ProfileOrder {
  const { promptFile, delta, confidence, volume, maxSpendUSD, method, scope } = setup;
  const resource = Uri.file(promptFile);
  return {
    promptFile,
    dataFile: dataFileOf(survey.source), // the one that the survey, and so the user, saw
    delta,
    confidence,
    volume,
    maxSpendUSD,
    method,
    scope,
    columns: renamedColumns(survey.variables),
    models: survey.models.filter(({ selected }) => selected).map(({ id }) => id),
    reference: survey.reference,
    profileItems: settings.get('profileItems', resource),
    seed: settings.get('seed', resource),
    concurrency: settings.get('concurrency', resource),
    timeoutMs: TIMEOUT_MS,
    ...comparison(setup),
    judge: setup.judge,
    embeddings: setup.embeddings,
    compare: true,
    student: { ...DEFAULT_STUDENT_TERMS, delta: setup.studentDelta },
    selfCheckItems: settings.get('selfCheckItems', resource),
    journalFolder: undefined,
    out: undefined,
  };
}
