import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type ConfigurationTarget, extensions, type Uri, workspace } from 'vscode';
import type { SettingName, SettingTypes } from '../../../../src/vscode/ids.ts';

/** The workspace folder. */
export function folder(): string {
  const [first] = workspace.workspaceFolders ?? [];
  if (!first) throw new Error('No folder is open.');
  return first.uri.fsPath;
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

/** The sample in a folder of its own. @returns its prompt */
export function laySample(name: string, { rows = Number.POSITIVE_INFINITY } = {}): string {
  const media = join(extensionFolder(), 'media/sample');
  const to = join(folder(), name);
  mkdirSync(to, { recursive: true });
  cpSync(join(media, 'triage.prompty'), join(to, 'triage.prompty'));
  const data = readFileSync(join(media, 'tickets.csv'), 'utf8').split('\n');
  writeFileSync(join(to, 'tickets.csv'), `${data.slice(0, rows + 1).join('\n').trimEnd()}\n`);
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
