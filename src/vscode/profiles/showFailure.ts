import { commands, l10n, window } from 'vscode';
import { DowntierError } from '../../core/errors.ts';
import { type Failure, failureOf } from '../../engine/worker/failure.ts';
import { commandId } from '../ids.ts';
import type { Services } from '../services.ts';
import { EngineFailureError } from './engineThread.ts';
import { type FailureWords, failureWords, type Remedy } from './failureWords.ts';

/** What went wrong, whatever was thrown. */
export function asFailure(error: unknown): Failure {
  if (error instanceof EngineFailureError) return error.failure;
  return failureOf(error, new AbortController().signal);
}

/** Says a failure with what can be done about it as buttons. An unexpected one also goes to the log, with its stack. */
export async function showFailure(
  failure: Failure,
  { log }: Pick<Services, 'log'>,
  resume?: () => unknown,
): Promise<void> {
  if (failure.blame === 'cancelled') return;
  log.error(failure.stack ?? `${failure.name}: ${failure.message}`);
  const words = failureWords(failure);
  const buttons = words.remedies.filter((remedy) => remedy !== 'resume' || resume !== undefined);
  const labels = buttons.map(remedyLabel);
  const chosen = await window.showErrorMessage(words.message, ...labels);
  const remedy = buttons[chosen === undefined ? -1 : labels.indexOf(chosen)];
  if (remedy === 'resume') await resume?.();
  else if (remedy !== undefined) await apply(remedy, words);
}

/** For whatever a command, an intent or a listener rejects with: nothing is dropped. */
export function reportingFailure(services: Pick<Services, 'log'>): (error: unknown) => Promise<void> {
  return (error) => showFailure(asFailure(error), services);
}

/** A whole sentence for a place that has no buttons. */
export function failureMessage(error: unknown): string {
  const failure = asFailure(error);
  return error instanceof DowntierError || error instanceof EngineFailureError
    ? failureWords(failure).message
    : failure.message;
}

function remedyLabel(remedy: Remedy): string {
  switch (remedy) {
    case 'setKey':
      return l10n.t('Set API key');
    case 'openSettings':
      return l10n.t('Open settings');
    case 'setPrice':
      return l10n.t('Set price');
    case 'resume':
      return l10n.t('Resume');
    case 'showLog':
      return l10n.t('Show log');
  }
}

async function apply(remedy: Exclude<Remedy, 'resume'>, { subject }: FailureWords): Promise<void> {
  switch (remedy) {
    case 'setKey':
      await commands.executeCommand(commandId('setApiKey'), subject);
      return;
    case 'openSettings':
      await commands.executeCommand('workbench.action.openSettings', `downtier.${subject ?? ''}`);
      return;
    case 'setPrice':
      await commands.executeCommand(commandId('setPrice'), subject);
      return;
    case 'showLog':
      await commands.executeCommand(commandId('showLog'));
      return;
  }
}
