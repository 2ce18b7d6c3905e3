import { basename } from 'node:path';
import {
  commands,
  Disposable,
  EventEmitter,
  l10n,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { percent } from '../../core/amounts.ts';
import { configFactWords } from '../../core/wording/configFactWords.ts';
import type { ConfigFinding } from '../../engine/checkConfigs.ts';
import { CONFIGS_VIEW } from '../ids.ts';
import type { Services } from '../services.ts';
import { ageWords, asPromised, policyCostWords, savingWords, staleWords } from './configWords.ts';
import { editorRange } from './ranges.ts';
import type { CheckedConfig, RoutingConfigs } from './routingConfigs.ts';

/** A config, or below it something that it no longer holds. The commands of the view are handed one. */
export interface ConfigNode {
  readonly configUri: Uri;
  readonly finding?: ConfigFinding;
}

/** Lists the routing configs with their savings and staleness. */
export function showConfigTree({ world }: Pick<Services, 'world'>, configs: RoutingConfigs): Disposable {
  const changed = new EventEmitter<void>();
  const provider: TreeDataProvider<ConfigNode> = {
    onDidChangeTreeData: changed.event,
    getChildren: (node) => (node ? findingsOf(node, configs) : configs.all.map(({ uri }) => ({ configUri: uri }))),
    getTreeItem(node) {
      if (node.finding) return findingItem(node.configUri, node.finding);
      const config = configs.at(node.configUri);
      return config ? configItem(config, world(node.configUri).today) : new TreeItem(node.configUri);
    },
  };
  const view = window.createTreeView(CONFIGS_VIEW, { treeDataProvider: provider });
  const show = (): void => {
    const { all } = configs;
    const stale = all.filter(({ check }) => check.stale).length;
    view.badge = stale === 0 ? undefined : { value: stale, tooltip: l10n.t('{0} stale routing configs', stale) };
    void commands.executeCommand('setContext', 'downtier.hasConfigs', all.length > 0);
    changed.fire();
  };
  return Disposable.from(changed, view, configs.onDidChange(show));
}

function findingsOf({ configUri, finding }: ConfigNode, configs: RoutingConfigs): ConfigNode[] {
  if (finding) return [];
  return configs.at(configUri)?.check.findings.map((found) => ({ configUri, finding: found })) ?? [];
}

function configItem({ uri, check }: CheckedConfig, today: string): TreeItem {
  const folded = check.findings.length > 0 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None;
  const name = basename(uri.path).replace(/\.cascade\.json$/, '');
  const item = new TreeItem(name, folded);
  item.contextValue = 'config';
  item.iconPath = iconOf(check.config === undefined, check.stale);
  item.description = descriptionOf({ uri, check }, today);
  item.tooltip = tooltipOf({ uri, check }, today);
  item.accessibilityInformation = { label: `${name}, ${item.description}` };
  item.command = { command: 'vscode.open', title: l10n.t('Open'), arguments: [uri] };
  return item;
}

function descriptionOf({ check }: CheckedConfig, today: string): string {
  const { config, stale } = check;
  const gain = config && savingWords(config, l10n.t);
  const saving = config && gain && asPromised(gain, config, l10n.t);
  const state = stale || !config ? staleWords(check, l10n.t) : ageWords(config, today, l10n.t);
  return [saving, state].filter((words) => words !== undefined).join(' · ');
}

function tooltipOf({ uri, check }: CheckedConfig, today: string): MarkdownString {
  const text = new MarkdownString();
  text.appendText(`${workspace.asRelativePath(uri)}\n`);
  const { config } = check;
  if (config) {
    const { delta, confidence } = config.guarantee;
    const models = config.stages.map(({ model, share }) => `${model} (${percent(share)})`).join(', ');
    const promise = l10n.t(
      'At most {0} of answers differ from those of {1}, with {2} confidence.',
      percent(delta),
      config.reference,
      percent(confidence),
    );
    const lines = [models, policyCostWords(config, l10n.t), promise, ageWords(config, today, l10n.t)];
    for (const line of lines) text.appendText(`${line}\n`);
  }
  for (const finding of check.findings) text.appendText(`⚠ ${configFactWords(finding, l10n.t)}\n`);
  return text;
}

function iconOf(unreadable: boolean, stale: boolean): ThemeIcon {
  if (unreadable) return new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground'));
  if (stale) return new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground'));
  return new ThemeIcon('pass', new ThemeColor('testing.iconPassed'));
}

function findingItem(uri: Uri, finding: ConfigFinding): TreeItem {
  const { code, range } = finding;
  const message = configFactWords(finding, l10n.t);
  const item = new TreeItem(message);
  item.tooltip = message;
  item.contextValue = 'finding';
  item.iconPath = new ThemeIcon(code === 'price-unknown' ? 'info' : 'circle-small');
  const selection = editorRange(range);
  item.command = { command: 'vscode.open', title: l10n.t('Open'), arguments: [uri, { selection }] };
  return item;
}
