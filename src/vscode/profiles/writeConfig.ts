import { Uri, window } from 'vscode';
import { writeConfigFile } from '../../engine/configFile.ts';
import type { Services } from '../services.ts';
import type { Profiles } from './profiles.ts';
import { asFailure, showFailure } from './showFailure.ts';

/** Writes the result's routing config beside the prompt. What goes wrong is shown. @returns where it is, undefined: not written */
export async function writeConfig(
  promptFile: string,
  profiles: Profiles,
  services: Pick<Services, 'log'>,
): Promise<Uri | undefined> {
  const standing = profiles.standingOf(promptFile);
  if (standing.phase !== 'done') return undefined;
  const { configFile, config } = standing.outcome;
  try {
    writeConfigFile(configFile, config);
  } catch (error) {
    await showFailure(asFailure(error), services);
    return undefined;
  }
  profiles.mark(promptFile, { configWritten: true, committed: false });
  return Uri.file(configFile);
}

export async function openConfig(uri: Uri): Promise<void> {
  await window.showTextDocument(uri, { preview: false });
}
