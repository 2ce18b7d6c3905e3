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
export async function carryOut<I extends Intent>(intent: I, session: PanelSession, deps: LaunchDeps): Promise<void> {
  const handler = handlers[intent.type] as Handler<I> | undefined;
  await handler?.(intent, session, deps);
}

type Handler<I extends Intent> = (intent: I, session: PanelSession, deps: LaunchDeps) => unknown;

const handlers: { readonly [Type in Intent['type']]: Handler<Extract<Intent, { type: Type }>> } = {
  ready: (_, session) => session.wake(),
  choosePrompt: ({ path }, session) => session.choosePrompt(path),
  browsePrompt: (_, session) => browse(l10n.t('Choose prompt'), (path) => session.choosePrompt(path)),
  // The prompt's own path stands for the rows written in it.
  chooseData: ({ path }, session) => session.choose({ dataFile: path === session.promptFile ? null : path }),
  browseData: (_, session) => browse(l10n.t('Choose dataset'), (path) => session.choose({ dataFile: path })),
  dropFile: ({ uri }, session) => takeDropped(Uri.parse(uri), session),
  mapColumn: ({ variable, column }, session) =>
    session.choose({ columns: { ...session.setup?.columns, [variable]: column } }),
  selectModel: (intent, session) => session.choose({ deselected: deselected(session, intent) }),
  // A reference that is not asked could not be the measure.
  setReference: ({ id }, session) =>
    session.choose({ reference: id, deselected: deselected(session, { id, selected: true }) }),
  setNumber: (intent, session) => session.choose({ [intent.field]: checkedNumber(intent) }),
  setMethod: ({ method }, session) => session.choose({ method }),
  setScope: ({ scope }, session) => session.choose({ scope }),
  setEquivalence: ({ name }, session) => session.choose({ equivalence: name ?? null }),
  setComparison: ({ field, text }, session) => session.choose({ equivalence: ruleOf[field], [field]: text }),
  configureModels: () => commands.executeCommand(commandId('configureModels')),
  setPrice: ({ id }) => commands.executeCommand(commandId('setPrice'), id),
  setKey: ({ id }) => commands.executeCommand(commandId('setApiKey'), id),
  showLog: () => commands.executeCommand(commandId('showLog')),
  start: (_, session, deps) => start(session, deps),
  cancel: (_, session, { profiles }) => profiles.cancel(promptOf(session)),
  back(_, session, { profiles }) {
    profiles.forget(promptOf(session));
    session.refresh();
  },
  writeConfig: (_, session, { profiles, services }) => writeConfig(promptOf(session), profiles, services),
  setStudent: ({ inFront }, session, { profiles, services }) =>
    putStudent(inFront, promptOf(session), profiles, services),
  openConfig: (_, session, { profiles }) => openConfig(configOf(promptOf(session), profiles)),
  commit: (_, session, { profiles }) => commit(promptOf(session), profiles),
};

const ruleOf = { labels: 'label', jsonFields: 'json', tolerance: 'numeric', judge: 'judge' } as const;

/** @throws IntentError */
function promptOf({ promptFile }: PanelSession): string {
  if (promptFile === undefined) throw new IntentError(l10n.t('Choose a prompt first.'));
  return promptFile;
}

function configOf(promptFile: string, profiles: LaunchDeps['profiles']): Uri {
  const standing = profiles.standingOf(promptFile);
  if (standing.phase !== 'done') throw new IntentError(l10n.t('There is no result yet: profile the prompt first.'));
  return Uri.file(standing.outcome.configFile);
}

/** A config that is on disk already says the same at once. */
async function putStudent(
  inFront: boolean,
  promptFile: string,
  profiles: LaunchDeps['profiles'],
  services: LaunchDeps['services'],
): Promise<void> {
  const standing = profiles.standingOf(promptFile);
  if (standing.phase !== 'done' || standing.studentInFront === inFront) return;
  profiles.mark(promptFile, { studentInFront: inFront, configWritten: false, committed: false });
  if (standing.configWritten) await writeConfig(promptFile, profiles, services);
}

/** The command answers true once the commit is made. */
async function commit(promptFile: string, profiles: LaunchDeps['profiles']): Promise<void> {
  const uri = configOf(promptFile, profiles);
  const committed = await commands.executeCommand<unknown>(commandId('commitRoutingConfig'), uri);
  if (committed === true) profiles.mark(promptFile, { committed: true });
}

/** @throws IntentError for what no setting of that name can be */
function checkedNumber({ field, value }: Extract<Intent, { type: 'setNumber' }>): number {
  const isShare = field === 'delta' || field === 'confidence' || field === 'studentDelta';
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
  promptOf(session);
  const order = await session.order();
  if (order) await launchProfile(order, deps);
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
    l10n.t(
      '{0} is neither a prompt file nor a dataset. Datasets are .csv, .tsv, .jsonl, .ndjson, .json or .parquet.',
      path,
    ),
  );
}

/** @throws IntentError for what is in no folder of this machine */
function onDisk(uri: Uri): string {
  if (uri.scheme === 'file' || uri.scheme === 'vscode-remote') return uri.fsPath;
  throw new IntentError(
    l10n.t('{0} is not on a disk. Downtier reads files from folders on this machine.', uri.toString()),
  );
}
