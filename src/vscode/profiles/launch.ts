import { l10n, workspace } from 'vscode';
import { FailureError } from '../../core/errors.ts';
import { dataSourceOf } from '../../engine/worker/dataSource.ts';
import type { ProfileOrder } from '../../engine/worker/protocol.ts';
import type { SetupSurvey } from '../../engine/worker/setupSurvey.ts';
import type { HostServices } from '../services/createServices.ts';
import { askConsent } from './consent.ts';
import type { EngineThread } from './engineThread.ts';
import { problemWords } from './problemWords.ts';
import type { Profiles } from './profiles.ts';
import { askedModels, worldFacts } from './worldFacts.ts';

/** A profile may not start. */
export class CannotStartError extends FailureError {}

export interface LaunchDeps {
  readonly services: HostServices;
  readonly profiles: Profiles;
  /** Answers quick questions; profiles get threads of their own. */
  readonly thread: EngineThread;
}

/**
 * Starts a profile after the last questions: is the workspace trusted, is the setup still sound, may the rows be sent.
 * Resolves once it runs, or nothing was started because the user said no.
 * @throws CannotStartError with a whole sentence
 */
export async function launchProfile(order: ProfileOrder, deps: LaunchDeps): Promise<void> {
  const { services, profiles } = deps;
  requireTrust();
  await saveOpenFiles([order.promptFile, order.dataFile]);
  const survey = await surveyOrder(order, deps);
  const [problem] = survey.problems;
  if (problem) throw new CannotStartError(problemWords(problem));
  if (!(await askConsent(survey, order.dataFile ?? order.promptFile, services.memory))) return;
  for (const warning of survey.warnings) services.log.warn(warning);
  // It runs on by itself: how it ends is told to whoever listens to the profiles.
  void profiles.start(order);
}

/** @throws CannotStartError */
export function requireTrust(): void {
  if (!workspace.isTrusted)
    throw new CannotStartError(
      l10n.t(
        'This workspace is not trusted, so nothing is sent from it. Trust it (Workspaces: Manage Workspace Trust) to profile.',
      ),
    );
}

/** What is profiled is what is on disk, and a person means what is on the screen. */
async function saveOpenFiles(files: readonly (string | undefined)[]): Promise<void> {
  const open = workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && files.includes(uri.fsPath));
  for (const document of open) await document.save();
}

async function surveyOrder(order: ProfileOrder, { services, thread }: LaunchDeps): Promise<SetupSurvey> {
  const { models, promptFile } = order;
  const world = await worldFacts(services, promptFile, { models: askedModels(order), keys: 'without' });
  const survey = await thread.ask(
    'survey',
    { ...order, data: dataSourceOf(order.dataFile), columns: order.columns ?? {}, deselected: [] },
    { world },
  );
  return { ...survey, models: survey.models.filter(({ id }) => models.includes(id)) };
}
