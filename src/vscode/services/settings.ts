import { ConfigurationTarget, type Uri, workspace } from 'vscode';
import type { SettingName, SettingTypes } from '../ids.ts';
import type { Settings } from '../services.ts';

const SECTION = 'downtier';

export function createSettings(): Settings {
  return {
    get<Name extends SettingName>(name: Name, resource: Uri | undefined): SettingTypes[Name] {
      const value = workspace.getConfiguration(SECTION, resource).get<SettingTypes[Name]>(name);
      if (value === undefined) throw new RangeError(`${SECTION}.${name} has no default in package.json`);
      // VS Code hands out proxies, which cannot be sent to a thread.
      return typeof value === 'object' ? (JSON.parse(JSON.stringify(value)) as typeof value) : value;
    },
    async set(name, value, resource) {
      const target = workspace.workspaceFolders?.length ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
      await workspace.getConfiguration(SECTION, resource).update(name, value, target);
    },
    onDidChange: (listener) =>
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SECTION)) listener();
      }),
  };
}
