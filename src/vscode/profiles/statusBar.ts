import { basename } from 'node:path';
import { Disposable, l10n, StatusBarAlignment, window } from 'vscode';
import { usd } from '../../core/amounts.ts';
import { commandId } from '../ids.ts';
import type { Profiles } from './profiles.ts';
import { percentDone, progressWords } from './progressNotification.ts';

/** One item while anything runs; a click opens the panel. */
export function registerStatusBar(profiles: Profiles): Disposable {
  const item = window.createStatusBarItem('downtier.running', StatusBarAlignment.Left, 0);
  item.name = l10n.t('Downtier profile');
  item.command = commandId('openPanel');
  const show = (): void => {
    const { running } = profiles;
    const [first] = running;
    if (!first) {
      item.hide();
      return;
    }
    const spent = running.reduce((sum, { progress }) => sum + (progress?.costUSD ?? 0), 0);
    const many = running.length > 1 ? l10n.t('{0} profiles', running.length) : percentDone(first);
    item.text = `$(loading~spin) Downtier ${many} ${usd(spent)}`;
    item.tooltip = running
      .map((standing) => `${basename(standing.order.promptFile)}: ${progressWords(standing)}`)
      .join('\n');
    item.show();
  };
  return Disposable.from(item, profiles.onDidChange(show));
}
