import { basename } from 'node:path';
import { l10n, type QuickPickItem, Uri, window, workspace } from 'vscode';
import { launchProfile } from '../profiles/launch.ts';
import { resumableHere } from '../profiles/offerResume.ts';
import type { RunRecord } from '../profiles/runRecords.ts';
import type { CommandDeps } from './commandDeps.ts';

/** Goes on with a profile that was cut off. What is in its journal is not paid again. */
export async function resumeProfile(deps: CommandDeps): Promise<void> {
  const records = resumableHere(deps.records);
  const [first] = records;
  if (!first) {
    await window.showInformationMessage(l10n.t('There is no interrupted profile.'));
    return;
  }
  const record = records.length === 1 ? first : await pick(records);
  if (record) await resumeRecord(record, deps);
}

export async function resumeRecord({ order }: RunRecord, deps: CommandDeps): Promise<void> {
  await deps.panel.open(order.promptFile);
  await launchProfile(order, deps);
}

async function pick(records: readonly RunRecord[]): Promise<RunRecord | undefined> {
  const items: (QuickPickItem & { readonly record: RunRecord })[] = records.map((record) => ({
    label: basename(record.order.promptFile),
    description: workspace.asRelativePath(Uri.file(record.order.promptFile)),
    record,
  }));
  return (await window.showQuickPick(items, { title: l10n.t('Resume which profile?') }))?.record;
}
