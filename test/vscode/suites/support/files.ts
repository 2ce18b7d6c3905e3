import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type ConfigurationTarget, extensions, type Uri, workspace } from 'vscode';
import type { SettingName, SettingTypes } from '../../../../src/vscode/ids.ts';

/** The workspace folder, or another one of several. */
export function folder(index = 0): string {
  const open = workspace.workspaceFolders?.[index];
  if (!open) throw new Error('No folder is open.');
  return open.uri.fsPath;
}

export function extensionFolder(): string {
  const extension = extensions.getExtension('downtier.downtier');
  if (!extension) throw new Error('The extension is not installed.');
  return extension.extensionPath;
}

/** Writes a file of the workspace. @returns its path */
export function write(name: string, text: string): string {
  const file = join(folder(), name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** The sample in a folder of its own, perhaps with its first rows only and another model. @returns its prompt */
export function laySample(
  name: string,
  {
    rows,
    model = 'sample/large',
    folderIndex = 0,
  }: { readonly rows?: number; readonly model?: string; readonly folderIndex?: number } = {},
): string {
  const media = join(extensionFolder(), 'media/sample');
  const to = join(folder(folderIndex), name);
  mkdirSync(to, { recursive: true });
  // Records may have several lines; each begins with its number.
  const records = readFileSync(join(media, 'tickets.csv'), 'utf8').split(/\n(?=T\d+,)/);
  writeFileSync(
    join(to, 'tickets.csv'),
    `${records
      .slice(0, rows === undefined ? undefined : rows + 1)
      .join('\n')
      .trimEnd()}\n`,
  );
  const prompt = readFileSync(join(media, 'triage.prompty'), 'utf8');
  writeFileSync(join(to, 'triage.prompty'), prompt.replace('name: sample/large', `name: ${model}`));
  return join(to, 'triage.prompty');
}

export function configOf(promptFile: string): string {
  return promptFile.replace(/\.[^.]+$/, '.cascade.json');
}

export function readJson(file: string): unknown {
  if (!existsSync(file)) throw new Error(`${basename(file)} was not written.`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Sets a setting; undefined: back to its default. */
export async function set<Name extends SettingName>(
  name: Name,
  value: SettingTypes[Name] | undefined,
  target: ConfigurationTarget | boolean = false,
  resource?: Uri,
): Promise<void> {
  await workspace.getConfiguration('downtier', resource).update(name, value, target);
}
