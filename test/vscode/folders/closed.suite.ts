import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { ConfigurationTarget, commands, Uri, workspace } from 'vscode';
import { commandId } from '../../../src/vscode/ids.ts';
import { configOf, folder, laySample, set } from '../suites/support/files.ts';
import { panel } from '../suites/support/panel.ts';
import { pricesOf } from '../suites/support/pricesOf.ts';
import { until } from '../suites/support/until.ts';
import { user } from '../suites/support/user.ts';

const family = ['compatible:slow/mini', 'compatible:slow/large'];

describe('a workspace of two folders', () => {
  const second = folder(1);
  let prompt: string;

  before(async () => {
    await set('baseUrls', { slow: `${process.env['DOWNTIER_SLOW_URL']}/v1` }, ConfigurationTarget.Workspace);
    await set('prices', pricesOf(family), ConfigurationTarget.Workspace);
    await set('models', family, ConfigurationTarget.Workspace);
    await set('method', 'smart-all', ConfigurationTarget.Workspace);
    await set('concurrency', 2, ConfigurationTarget.Workspace);
    // Neither clearly kept nor clearly missed on so few rows: every row is asked about, and there is time to close a folder.
    await set('delta', 0.2, ConfigurationTarget.Workspace);
  });
  beforeEach(() => user.reset());
  const close = (): Promise<void> => changed(() => workspace.updateWorkspaceFolders(1, 1));
  const openAgain = (): Promise<void> =>
    changed(() => workspace.updateWorkspaceFolders(1, 0, { uri: Uri.file(second) }));

  it('tells files of the same name apart by their folders', async () => {
    prompt = laySample('asked', { rows: 60, model: family[1] ?? '', folderIndex: 1 });
    const { setup } = await panel.open(prompt);
    assert.equal(setup.prompt?.label, 'branch/asked/triage.prompty');
    assert.equal(setup.data?.label, 'branch/asked/tickets.csv');
  });

  it('a folder that is closed while its prompt is profiled: the profile comes to its end, and says so', async function () {
    this.timeout(60_000);
    user.press('Send');
    panel.send({ type: 'start' });
    await panel.until(
      'some answers',
      ({ profile }) => profile.phase === 'running' && (profile.progress?.items ?? 0) > 0,
    );
    panel.page?.dispose();
    user.press('Write config');
    await close();
    assert.equal(user.told.filter(({ buttons }) => buttons.includes('Write config')).length, 0, 'it had ended before');
    const { buttons } = await user.hears(/slow\/large/, 40_000);
    assert.deepEqual(buttons, ['Write config', 'Show result']);
    await until('the config', () => existsSync(configOf(prompt)));
  });

  it('one that was stopped there is not offered here, and goes on once its folder is open again', async function () {
    this.timeout(60_000);
    await openAgain();
    const stopped = laySample('stopped', { rows: 60, model: family[1] ?? '', folderIndex: 1 });
    await panel.open(stopped);
    user.press('Send');
    panel.send({ type: 'start' });
    await panel.until(
      'some answers',
      ({ profile }) => profile.phase === 'running' && (profile.progress?.items ?? 0) > 0,
    );
    panel.send({ type: 'cancel' });
    await panel.phase('none');
    await close();
    await commands.executeCommand(commandId('resumeProfile'));
    await user.hears(/no interrupted profile/);
    await openAgain();
    await commands.executeCommand(commandId('resumeProfile'));
    await panel.phase('running');
    await panel.phase('done', 40_000);
  });
});

/** The editor says so once it is done; `workspaceFolders` runs ahead of that. */
async function changed(change: () => boolean): Promise<void> {
  const done = new Promise<void>((resolve) => {
    const listening = workspace.onDidChangeWorkspaceFolders(() => {
      listening.dispose();
      resolve();
    });
  });
  assert.equal(change(), true);
  await done;
}
