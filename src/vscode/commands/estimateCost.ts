import { basename } from 'node:path';
import { commands, l10n, ProgressLocation, window } from 'vscode';
import { usd } from '../../core/amounts.ts';
import type { SetupSurvey } from '../../engine/worker/setupSurvey.ts';
import { commandId } from '../ids.ts';
import { problemWords } from '../profiles/problemWords.ts';
import { choosePrompt } from './choosePrompt.ts';
import type { CommandDeps } from './commandDeps.ts';

/** Says what a call costs with each model, and what profiling would. Sends nothing, needs no key, works in an untrusted workspace. */
export async function estimateCost(argument: unknown, { panel }: CommandDeps): Promise<void> {
  const promptFile = await choosePrompt(argument);
  if (promptFile === undefined) return;
  const title = l10n.t('Estimating {0}', basename(promptFile));
  const survey = await window.withProgress({ location: ProgressLocation.Window, title }, () =>
    panel.surveyOf(promptFile),
  );
  const open = l10n.t('Open panel');
  const models = l10n.t('Configure models');
  const buttons = survey.models.length < 2 ? [models, open] : [open];
  const chosen = await window.showInformationMessage(estimateWords(basename(promptFile), survey), ...buttons);
  if (chosen === open) await panel.open(promptFile);
  else if (chosen === models) await commands.executeCommand(commandId('configureModels'));
}

function estimateWords(name: string, { estimate, models, problems }: SetupSurvey): string {
  const calls = models.flatMap(({ id, callUSD }) =>
    callUSD === undefined ? [] : [l10n.t('{0} about {1} a call', id, usd(callUSD))],
  );
  if (!estimate || calls.length === 0)
    return problems[0] ? problemWords(problems[0]) : l10n.t('{0}: no price is known.', name);
  return [
    l10n.t('{0}: about {1} input tokens a call.', name, Math.round(estimate.inputTokensPerCall).toLocaleString()),
    `${calls.join(', ')}.`,
    l10n.t(
      'Profiling costs about {0}, at most {1}.',
      usd(estimate.profilingLikelyUSD),
      usd(estimate.profilingAtMostUSD),
    ),
  ].join(' ');
}
