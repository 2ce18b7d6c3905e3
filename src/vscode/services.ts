import type { Disposable, LogOutputChannel, Uri } from 'vscode';
import type { World } from '../engine/profileOptions.ts';
import type { SettingName, SettingTypes } from './ids.ts';

/** What the features share. Made once by `activate`, handed to every `registerX`. */
export interface Services {
  readonly log: LogOutputChannel;
  readonly secrets: KeyStore;
  readonly settings: Settings;
  /** Folder of the installed extension. */
  readonly extensionFolder: string;
  /** Seen afresh at each use: keys, base URLs and the date may have changed. */
  world(resource: Uri | undefined): World;
}

/** API keys: SecretStorage first, then the environment. A key never leaves this store but into a client. */
export interface KeyStore extends Disposable {
  keyOf(account: string): Promise<string | undefined>;
  /** Where a key would come from. */
  originOf(account: string): Promise<'stored' | 'environment' | 'missing'>;
  store(account: string, key: string): Promise<void>;
  remove(account: string): Promise<void>;
  /** Accounts with a stored key. */
  stored(): Promise<readonly string[]>;
  onDidChange(listener: () => void): Disposable;
}

/** Typed reading of `downtier.*`. In an untrusted workspace VS Code itself leaves restricted workspace values out. */
export interface Settings {
  get<Name extends SettingName>(name: Name, resource: Uri | undefined): SettingTypes[Name];
  /** Writes to the workspace where there is one, else to the user's settings. */
  set<Name extends SettingName>(name: Name, value: SettingTypes[Name], resource: Uri | undefined): Promise<void>;
  onDidChange(listener: () => void): Disposable;
}
