import { join } from 'node:path';
import { type Disposable, type ExtensionContext, type Memento, type Uri, window } from 'vscode';
import type { World } from '../../engine/profileOptions.ts';
import { environmentKeys } from '../../node/environmentKeys.ts';
import { systemClock } from '../../node/systemClock.ts';
import type { Services, Settings } from '../services.ts';
import { createKeyStore } from './keyStore.ts';
import { createSettings } from './settings.ts';

/** What only the panel, the profiles and the commands need besides. */
export interface HostServices extends Services, Disposable {
  /** A folder of the extension's own on this machine, shared by all windows. */
  readonly storageFolder: string;
  readonly extensionUri: Uri;
  /** Remembered with the workspace. */
  readonly memory: Memento;
}

export function createServices(context: ExtensionContext): HostServices {
  const log = window.createOutputChannel('Downtier', { log: true });
  const secrets = createKeyStore(context.secrets, context.globalState, process.env);
  const settings = createSettings();
  const extensionFolder = context.extensionUri.fsPath;
  return {
    log,
    secrets,
    settings,
    extensionFolder,
    extensionUri: context.extensionUri,
    storageFolder: context.globalStorageUri.fsPath,
    memory: context.workspaceState,
    world: (resource) => worldOf(resource, { secrets, settings, extensionFolder }),
    dispose() {
      secrets.dispose();
      log.dispose();
    },
  };
}

function worldOf(
  resource: Uri | undefined,
  { secrets, settings, extensionFolder }: Pick<Services, 'secrets' | 'settings' | 'extensionFolder'>,
): World {
  const fromEnvironment = environmentKeys(process.env);
  return {
    clock: systemClock,
    today: new Date().toISOString().slice(0, 10),
    sampleFolder: join(extensionFolder, 'media', 'sample'),
    keyOf: (account) => secrets.keyOf(account),
    baseURLOf: (account) => configuredURL(settings, account, resource) ?? fromEnvironment.baseURLOf(account),
  };
}

function configuredURL(settings: Settings, account: string, resource: Uri | undefined): string | undefined {
  const entry = Object.entries(settings.get('baseUrls', resource)).find(([name]) => name.toLowerCase() === account);
  return entry?.[1].trim() || undefined;
}
