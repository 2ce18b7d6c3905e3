import { commands, l10n, window } from 'vscode';
import { CONFIGS_VIEW } from '../ids.ts';
import type { RoutingConfigs } from './routingConfigs.ts';

/** Checks all configs and says how they stand; the findings are in the view and among the problems. */
export async function checkRoutingConfigs(configs: RoutingConfigs): Promise<void> {
  const all = await window.withProgress({ location: { viewId: CONFIGS_VIEW } }, () => configs.checkAll());
  const stale = all.filter(({ check }) => check.stale).length;
  if (all.length === 0) {
    void window.showInformationMessage(
      l10n.t('There are no routing configs in this workspace. Profile a prompt to get one.'),
    );
  } else if (stale === 0) {
    void window.showInformationMessage(l10n.t('Routing configs checked: {0}, none stale.', all.length));
  } else {
    const show = l10n.t('Show problems');
    const chosen = await window.showWarningMessage(
      l10n.t('Routing configs checked: {0}, stale: {1}.', all.length, stale),
      show,
    );
    if (chosen === show) await commands.executeCommand('workbench.actions.view.problems');
  }
}
