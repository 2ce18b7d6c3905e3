import { type Disposable, l10n, window } from 'vscode';
import type { HostServices } from '../services/createServices.ts';
import type { Profiles } from './profiles.ts';
import { showFailure } from './showFailure.ts';
import { writeConfig } from './writeConfig.ts';

/** Says how a profile ended, where the panel may be out of sight. */
export function registerEndNotification(
  profiles: Profiles,
  services: HostServices,
  {
    openPanel,
    resume,
  }: { readonly openPanel: (promptFile: string) => unknown; readonly resume: (promptFile: string) => unknown },
): Disposable {
  const ran = new Set<string>();
  return profiles.onDidChange((promptFile) => {
    const standing = profiles.standingOf(promptFile);
    if (standing.phase === 'running') {
      ran.add(promptFile);
      return;
    }
    if (!ran.delete(promptFile)) return; // told already
    if (standing.phase === 'failed') void showFailure(standing.failure, services, () => resume(promptFile));
    else if (standing.phase === 'done')
      void showDone(promptFile, standing.outcome.sentence, { profiles, services, openPanel });
    else void window.showInformationMessage(l10n.t('Profiling was cancelled. Every answer already paid for is kept.'));
  });
}

async function showDone(
  promptFile: string,
  sentence: string,
  deps: {
    readonly profiles: Profiles;
    readonly services: HostServices;
    readonly openPanel: (promptFile: string) => unknown;
  },
): Promise<void> {
  const write = l10n.t('Write config');
  const show = l10n.t('Show result');
  const chosen = await window.showInformationMessage(sentence, write, show);
  if (chosen === write) await writeConfig(promptFile, deps.profiles, deps.services);
  else if (chosen === show) deps.openPanel(promptFile);
}
