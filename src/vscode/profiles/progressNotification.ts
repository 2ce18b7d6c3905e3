import { basename } from 'node:path';
import { type Disposable, l10n, ProgressLocation, window } from 'vscode';
import { percent, usd } from '../../core/amounts.ts';
import type { ProfileStanding, Profiles } from './profiles.ts';

type Running = Extract<ProfileStanding, { phase: 'running' }>;

/** A notification with progress and Cancel for each running profile. */
export function registerProgressNotification(profiles: Profiles): Disposable {
  const shown = new Set<string>();
  return profiles.onDidChange((promptFile) => {
    if (shown.has(promptFile) || profiles.standingOf(promptFile).phase !== 'running') return;
    shown.add(promptFile);
    void showUntilEnd(promptFile, profiles).then(() => shown.delete(promptFile));
  });
}

function showUntilEnd(promptFile: string, profiles: Profiles): Thenable<void> {
  const title = l10n.t('Profiling {0}', basename(promptFile));
  return window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (bar, token) => {
    token.onCancellationRequested(() => profiles.cancel(promptFile));
    return new Promise<void>((resolve) => {
      let done = 0;
      const listening = profiles.onDidChange((changed) => {
        if (changed !== promptFile) return;
        const standing = profiles.standingOf(promptFile);
        if (standing.phase !== 'running') {
          listening.dispose();
          resolve();
          return;
        }
        const share = shareDone(standing);
        bar.report({ message: progressWords(standing), increment: 100 * (share - done) });
        done = share;
      });
    });
  });
}

/** `34 %, $0.12 of $5.00` */
export function progressWords(standing: Running): string {
  if (standing.cancelling) return l10n.t('stopping; answers under way are kept');
  const { progress, order } = standing;
  if (!progress) return l10n.t('reading the dataset');
  return l10n.t(
    '{0} of at most {1} rows, {2} of {3}',
    progress.items.toLocaleString(),
    progress.itemLimit.toLocaleString(),
    usd(progress.costUSD),
    usd(order.maxSpendUSD),
  );
}

export function percentDone(standing: Running): string {
  return percent(Math.round(100 * shareDone(standing)) / 100);
}

function shareDone({ progress }: Running): number {
  return progress && progress.itemLimit > 0 ? progress.items / progress.itemLimit : 0;
}
