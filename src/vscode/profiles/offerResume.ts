import { basename } from 'node:path';
import { commands, type Disposable, l10n, Uri, window, workspace } from 'vscode';
import type { Profiles } from './profiles.ts';
import type { RunRecord, RunRecords } from './runRecords.ts';

/** Keeps the command's context up to date, and offers once to go on with what a crash or a reload has cut off. */
export function registerResume(
  profiles: Profiles,
  records: RunRecords,
  resume: (record: RunRecord) => unknown,
): Disposable {
  const refresh = (): void =>
    void commands.executeCommand('setContext', 'downtier.resumable', resumableHere(records).length > 0);
  refresh();
  for (const record of records.interrupted().filter(isHere)) void offer(record, records, resume);
  return profiles.onDidChange((promptFile) => {
    // Not at every step of progress: the record changes at start and end only.
    const standing = profiles.standingOf(promptFile);
    if (standing.phase !== 'running' || standing.progress === undefined) refresh();
  });
}

/** Of prompts in this window's folders; without any folder, all. */
export function resumableHere(records: RunRecords): readonly RunRecord[] {
  return records.resumable().filter(isHere);
}

function isHere({ order }: RunRecord): boolean {
  return !workspace.workspaceFolders?.length || workspace.getWorkspaceFolder(Uri.file(order.promptFile)) !== undefined;
}

async function offer(record: RunRecord, records: RunRecords, resume: (record: RunRecord) => unknown): Promise<void> {
  const { promptFile } = record.order;
  const go = l10n.t('Resume');
  const drop = l10n.t('Not now');
  const chosen = await window.showInformationMessage(
    l10n.t('Profiling {0} was interrupted. Going on pays nothing twice.', basename(promptFile)),
    go,
    drop,
  );
  if (chosen === go) resume(record);
  else if (chosen === drop) records.stop(promptFile); // the command still offers it
}
