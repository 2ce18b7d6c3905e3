import { Uri, window } from 'vscode';
import type { RoutingConfig } from '../../core/routing/routingConfig.ts';
import { writeConfigFile } from '../../engine/configFile.ts';
import { withStudent } from '../../engine/student/studentSection.ts';
import type { Services } from '../services.ts';
import type { Profiles } from './profiles.ts';
import type { SavedOutcome } from './savedOutcomes.ts';
import { asFailure, showFailure } from './showFailure.ts';

/** Writes the result's routing config beside the prompt. What goes wrong is shown. @returns where it is, undefined: not written */
export async function writeConfig(
  promptFile: string,
  profiles: Profiles,
  services: Pick<Services, 'log'>,
): Promise<Uri | undefined> {
  const standing = profiles.standingOf(promptFile);
  if (standing.phase !== 'done') return undefined;
  const { configFile } = standing.outcome;
  try {
    writeConfigFile(configFile, configOf(standing));
  } catch (error) {
    await showFailure(asFailure(error), services);
    return undefined;
  }
  profiles.mark(promptFile, { configWritten: true, committed: false });
  return Uri.file(configFile);
}

function configOf({ outcome: { config, configFile, result }, studentInFront }: SavedOutcome): RoutingConfig {
  return studentInFront && result.student ? withStudent(config, configFile, result.student) : config;
}

export async function openConfig(uri: Uri): Promise<void> {
  await window.showTextDocument(uri, { preview: false });
}
