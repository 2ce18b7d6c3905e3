import { commands, l10n, Uri, window, workspace } from 'vscode';
import { FailureError } from '../../core/errors.ts';
import type { Intent } from '../../webview/protocol.ts';
import { commandId } from '../ids.ts';
import { type LaunchDeps, launchProfile } from '../profiles/launch.ts';
import { openConfig, writeConfig } from '../profiles/writeConfig.ts';
import { canBePrompt, isDatasetName } from '../promptFiles.ts';
import type { PanelSession } from './panelSession.ts';

/** What was asked for cannot be done now. */
export class IntentError extends FailureError {}

/** Does what the user wants. Rejects with what the page shows as its failure. */
export async function carryOut(intent: Intent, session: PanelSession, deps: LaunchDeps): Promise<void> {
  switch (intent.type) {
    case 'ready':
      return session.wake();
    case 'choosePrompt':
      return session.choosePrompt(intent.path);
    case 'browsePrompt':
      return browse(l10n.t('Choose prompt'), (path) => session.choosePrompt(path));
    case 'chooseData':
      return session.choose({ dataFile: intent.path });
    case 'browseData':
      return browse(l10n.t('Choose dataset'), (path) => session.choose({ dataFile: path }));
    case 'dropFile':
      return takeDropped(Uri.parse(intent.uri), session);
    case 'mapColumn':
      return session.choose({ columns: { ...session.setup?.columns, [intent.variable]: intent.column } });
    case 'selectModel':
      return session.choose({ deselected: deselected(session, intent) });
    case 'setReference':
      // A reference that is not asked could not be the measure.
      return session.choose({
        reference: intent.id,
        deselected: deselected(session, { id: intent.id, selected: true }),
      });
    case 'setNumber':
      return session.choose({ [intent.field]: checkedNumber(intent) });
    case 'setMethod':
      return session.choose({ method: intent.method });
    case 'setScope':
      return session.choose({ scope: intent.scope });
    case 'start':
      return start(session, deps);
    default:
      return elsewhere(intent, session, deps);
  }
}

type SetupIntent =
  | 'ready'
  | 'choosePrompt'
  | 'browsePrompt'
  | 'chooseData'
  | 'browseData'
  | 'dropFile'
  | 'mapColumn'
  | 'selectModel'
  | 'setReference'
  | 'setNumber'
  | 'setMethod'
  | 'setScope'
  | 'start';

/** What other parts of the extension do, and what concerns a profile rather than its setup. */
async function elsewhere(
  intent: Exclude<Intent, { type: SetupIntent }>,
  session: PanelSession,
  { profiles, services }: LaunchDeps,
): Promise<void> {
  const run = async (command: Parameters<typeof commandId>[0], argument?: unknown): Promise<void> => {
    await commands.executeCommand(commandId(command), argument);
  };
  switch (intent.type) {
    case 'configureModels':
      return run('configureModels');
    case 'setPrice':
      return run('setPrice', intent.id);
    case 'setKey':
      return run('setApiKey', intent.id);
    case 'showLog':
      return run('showLog');
  }
  const { promptFile } = session;
  if (promptFile === undefined) return;
  switch (intent.type) {
    case 'cancel':
      return profiles.cancel(promptFile);
    case 'back':
      profiles.forget(promptFile);
      return session.refresh();
    case 'writeConfig':
      await writeConfig(promptFile, profiles, services);
      return;
    case 'openConfig':
      return openConfig(configOf(promptFile, profiles));
    case 'commit':
      return commit(promptFile, profiles);
  }
}

function configOf(promptFile: string, profiles: LaunchDeps['profiles']): Uri {
  const standing = profiles.standingOf(promptFile);
  if (standing.phase !== 'done') throw new IntentError(l10n.t('There is no result yet: profile the prompt first.'));
  return Uri.file(standing.outcome.configFile);
}

/** The command answers true once the commit is made. */
async function commit(promptFile: string, profiles: LaunchDeps['profiles']): Promise<void> {
  const uri = configOf(promptFile, profiles);
  const committed = await commands.executeCommand<unknown>(commandId('commitRoutingConfig'), uri);
  if (committed === true) profiles.mark(promptFile, { committed: true });
}

/** @throws IntentError for what no setting of that name can be */
function checkedNumber({ field, value }: Extract<Intent, { type: 'setNumber' }>): number {
  const isShare = field === 'delta' || field === 'confidence';
  const fits = isShare
    ? 0 < value && value < 1
    : field === 'volume'
      ? Number.isSafeInteger(value) && value >= 1
      : Number.isFinite(value) && value >= 0;
  if (fits) return value;
  if (isShare) throw new IntentError(l10n.t('A share lies strictly between 0 % and 100 %.'));
  if (field === 'volume') throw new IntentError(l10n.t('The volume is a whole number of calls, at least 1.'));
  throw new IntentError(l10n.t('The spending cap is an amount in USD, 0 or more.'));
}

async function start(session: PanelSession, deps: LaunchDeps): Promise<void> {
  const order = await session.order();
  if (!order) throw new IntentError(l10n.t('Choose a prompt first.'));
  await launchProfile(order, deps);
}

function deselected(session: PanelSession, { id, selected }: { id: string; selected: boolean }): readonly string[] {
  const others = session.setup?.deselected.filter((one) => one !== id) ?? [];
  return selected ? others : [...others, id];
}

async function browse(title: string, take: (path: string) => Promise<void>): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const [uri] =
    (await window.showOpenDialog({ title, canSelectMany: false, ...(folder && { defaultUri: folder }) })) ?? [];
  if (uri) await take(onDisk(uri));
}

/** The name tells what it is: a dataset's ending means a dataset, anything else that can be a prompt is one. */
async function takeDropped(uri: Uri, session: PanelSession): Promise<void> {
  const path = onDisk(uri);
  if (isDatasetName(path)) return session.choose({ dataFile: path });
  if (canBePrompt(path)) return session.choosePrompt(path);
  throw new IntentError(
    l10n.t('{0} is neither a prompt file nor a dataset. Datasets are .csv, .tsv, .jsonl, .ndjson or .json.', path),
  );
}

/** @throws IntentError for what is in no folder of this machine */
function onDisk(uri: Uri): string {
  if (uri.scheme === 'file' || uri.scheme === 'vscode-remote') return uri.fsPath;
  throw new IntentError(
    l10n.t('{0} is not on a disk. Downtier reads files from folders on this machine.', uri.toString()),
  );
}
