import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Uri, ViewColumn, window, workspace } from 'vscode';
import { samplePrices } from '../../providers/sample/samplePrices.ts';
import type { CommandDeps } from './commandDeps.ts';

/**
 * Lays the embedded sample out in the workspace, or in a folder of the extension's own where there is none, opens its prompt, and readies the panel for
 * it. Files already there are left as they are.
 */
export async function trySample({ services, panel }: CommandDeps): Promise<void> {
  const base = workspace.workspaceFolders?.[0]?.uri.fsPath ?? services.storageFolder;
  const folder = join(base, 'downtier-sample');
  const { sampleFolder } = services.world(undefined);
  mkdirSync(folder, { recursive: true });
  for (const name of ['triage.prompty', 'tickets.csv']) {
    if (!existsSync(join(folder, name))) copyFileSync(join(sampleFolder, name), join(folder, name));
  }
  const promptFile = join(folder, 'triage.prompty');
  await panel.preset(promptFile, {
    dataFile: join(folder, 'tickets.csv'),
    // The strongest of the family is the measure; its own prompt names it.
    reference: samplePrices.at(-1)?.model ?? '',
    delta: 0.1,
  });
  await window.showTextDocument(Uri.file(promptFile), { preview: false, viewColumn: ViewColumn.One });
  await panel.open(promptFile);
}
