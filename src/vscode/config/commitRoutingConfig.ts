import { basename } from 'node:path';
import { commands, l10n, Uri, window, workspace } from 'vscode';
import { configFactWords } from '../../core/wording/configFactWords.ts';
import type { ConfigCheck } from '../../engine/checkConfigs.ts';
import { commandId } from '../ids.ts';
import type { Services } from '../services.ts';
import { type CommitState, commitFile, commitStateOf, gitWords } from './commitFile.ts';
import { commitMessage } from './commitMessage.ts';
import type { ConfigNode } from './configTree.ts';
import { type GitApi, type GitRepository, openGit, repositoryOf } from './gitExtension.ts';
import { isConfig, type RoutingConfigs } from './routingConfigs.ts';

/**
 * Commits one routing config and nothing else, after showing the message. Says in words why it cannot.
 * @param target a config, a node of the tree, or undefined: the one in the active editor, else the user chooses
 * @returns whether it was committed
 */
export async function commitRoutingConfig(
  target: Uri | ConfigNode | undefined,
  configs: RoutingConfigs,
  log: Services['log'],
): Promise<boolean> {
  const file = await fileOf(target, configs);
  if (!file) return false;
  if (!workspace.isTrusted)
    return refuse(l10n.t('This workspace is not trusted, so Git is not run in it. Trust it first.'));
  if (!(await saved(file)))
    return refuse(l10n.t('{0} could not be saved, so it was not committed.', basename(file.path)));
  await configs.checkAll();
  const check = configs.at(file)?.check;
  const config = check?.config;
  if (!config)
    return refuse(
      l10n.t('{0} is no routing config that can be read. Mend it, or profile the prompt again.', basename(file.path)),
    );
  const git = await openGit();
  if (!git) {
    return refuse(
      l10n.t(
        'Git is not available here: install Git, or turn the setting "git.enabled" and the built-in Git extension on.',
      ),
    );
  }
  const repository = await repositoryOf(git, file);
  if (!repository) return offerRepository(file);
  const state = await commitStateOf(repository, file);
  if (state.merging)
    return refuse(
      l10n.t('A merge is under way in this repository. Finish it first, then commit {0}.', basename(file.path)),
    );
  if (!state.changed) {
    void window.showInformationMessage(
      l10n.t(
        'There is nothing to commit: {0} is as in the last commit, or Git is told to ignore it.',
        basename(file.path),
      ),
    );
    return false;
  }
  const message = commitMessage(config, file.fsPath);
  if (!(await confirmed(file, { message, state, check }))) return false;
  return commitAndTell(git, repository, { file, message, state, log });
}

async function fileOf(target: Uri | ConfigNode | undefined, configs: RoutingConfigs): Promise<Uri | undefined> {
  if (target instanceof Uri) return target;
  if (target) return target.configUri;
  const active = window.activeTextEditor?.document.uri;
  if (active && isConfig(active)) return active;
  const all = await configs.checkAll();
  const own = active && configs.forPrompt(active);
  if (own) return own.uri;
  const [first, ...others] = all;
  if (!first) {
    void window.showInformationMessage(
      l10n.t('There is no routing config in this workspace yet. Profile a prompt first.'),
    );
    return undefined;
  }
  if (others.length === 0) return first.uri;
  const items = all.map(({ uri }) => ({ label: workspace.asRelativePath(uri), uri }));
  const chosen = await window.showQuickPick(items, { placeHolder: l10n.t('The routing config to commit') });
  return chosen?.uri;
}

async function saved(file: Uri): Promise<boolean> {
  const open = workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  return !open?.isDirty || open.save();
}

async function offerRepository(file: Uri): Promise<false> {
  const create = l10n.t('Create a repository');
  const chosen = await window.showErrorMessage(
    l10n.t(
      '{0} is in no Git repository, so it cannot be committed. Create one first, or open the folder of one.',
      basename(file.path),
    ),
    create,
  );
  if (chosen === create) await commands.executeCommand('git.init');
  return false;
}

/** Modal, since it shows what is about to be written into the history. */
async function confirmed(
  file: Uri,
  { message, state, check }: { readonly message: string; readonly state: CommitState; readonly check: ConfigCheck },
): Promise<boolean> {
  const commit = l10n.t('Commit');
  const stale = check.stale
    ? `⚠ ${check.findings.map((finding) => configFactWords(finding, l10n.t)).join('\n⚠ ')}`
    : '';
  const rest =
    state.othersStaged === 0 ? '' : l10n.t('Other staged files stay staged and uncommitted: {0}.', state.othersStaged);
  const chosen = await window.showInformationMessage(
    l10n.t('Commit {0} and nothing else, with this message?', basename(file.path)),
    { modal: true, detail: [message.trim(), stale, rest].filter((part) => part !== '').join('\n\n') },
    commit,
  );
  return chosen === commit;
}

async function commitAndTell(
  git: GitApi,
  repository: GitRepository,
  { log, ...asked }: { file: Uri; message: string; state: CommitState; log: Services['log'] },
): Promise<boolean> {
  const name = basename(asked.file.path);
  try {
    await commitFile(git, repository, asked);
  } catch (error) {
    const words = gitWords(error);
    log.error(`Git could not commit ${asked.file.fsPath}: ${words}`);
    const showLog = l10n.t('Show log');
    const chosen = await window.showErrorMessage(l10n.t('Git could not commit {0}: {1}', name, words), showLog);
    if (chosen === showLog) await commands.executeCommand(commandId('showLog'));
    return false;
  }
  log.info(`Committed ${asked.file.fsPath}.`);
  void window.showInformationMessage(l10n.t('Committed {0}.', name));
  return true;
}

function refuse(why: string): false {
  void window.showErrorMessage(why);
  return false;
}
