import assert from 'node:assert/strict';
import { commands, extensions, workspace } from 'vscode';
import { commandId, commandNames, settingNames } from '../../../src/vscode/ids.ts';
import { until } from './support/until.ts';
import { user } from './support/user.ts';

describe('activation', () => {
  it('comes by itself once the editor has started, without a complaint', async () => {
    const extension = extensions.getExtension('downtier.downtier');
    assert.ok(extension);
    await until('the extension is active', () => extension.isActive);
    assert.deepEqual(
      user.told.filter(({ kind }) => kind === 'error'),
      [],
    );
  });

  it('registers every command, and no other', async () => {
    const registered = (await commands.getCommands(true)).filter((id) => /^downtier\.[a-zA-Z]+$/.test(id));
    assert.deepEqual(registered.sort(), commandNames.map(commandId).sort());
  });

  it('gives every setting a default', () => {
    const settings = workspace.getConfiguration('downtier');
    const without = settingNames.filter((name) => settings.get(name) === undefined);
    assert.deepEqual(without, []);
  });

  it('Resume profile says so when there is nothing to resume', async () => {
    await commands.executeCommand(commandId('resumeProfile'));
    await user.hears(/no interrupted profile/);
  });

  it('runs in a trusted workspace here', () => assert.equal(workspace.isTrusted, true));
});
