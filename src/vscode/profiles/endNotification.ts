import { type Disposable, l10n, window } from 'vscode';
import { recommendationSentence } from '../../core/wording/recommendationSentence.ts';
import type { ProfileOutcome } from '../../engine/worker/protocol.ts';
import type { Services } from '../services.ts';
import type { Profiles } from './profiles.ts';
import { reportingFailure, showFailure } from './showFailure.ts';
import { writeConfig } from './writeConfig.ts';

export interface EndNotificationDeps {
  readonly profiles: Profiles;
  readonly services: Pick<Services, 'log'>;
  /** The user sees the result anyway: a notification would only cover it. */
  readonly isShowing: (promptFile: string) => boolean;
  readonly openPanel: (promptFile: string) => unknown;
  readonly resume: (promptFile: string) => unknown;
}

/** Says how a profile ended where the panel is out of sight. A failure is always said, since its remedies are buttons. */
export function registerEndNotification(deps: EndNotificationDeps): Disposable {
  const { profiles, services } = deps;
  const report = reportingFailure(services);
  const ran = new Set<string>();
  return profiles.onDidChange((promptFile) => {
    const standing = profiles.standingOf(promptFile);
    if (standing.phase === 'running') {
      ran.add(promptFile);
      return;
    }
    if (!ran.delete(promptFile)) return; // told already
    if (standing.phase === 'failed')
      showFailure(standing.failure, services, () => deps.resume(promptFile)).catch(report);
    else if (deps.isShowing(promptFile)) return;
    else if (standing.phase === 'done') showDone(promptFile, standing.outcome, deps).catch(report);
    else void window.showInformationMessage(l10n.t('Profiling was cancelled. Every answer already paid for is kept.'));
  });
}

async function showDone(promptFile: string, { result }: ProfileOutcome, deps: EndNotificationDeps): Promise<void> {
  const write = l10n.t('Write config');
  const show = l10n.t('Show result');
  const chosen = await window.showInformationMessage(recommendationSentence(result, l10n.t), write, show);
  if (chosen === write) await writeConfig(promptFile, deps.profiles, deps.services);
  else if (chosen === show) deps.openPanel(promptFile);
}
