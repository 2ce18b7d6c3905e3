import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeLens, ConfigurationTarget, commands, Uri, window, workspace } from 'vscode';
import { commandId } from '../../../src/vscode/ids.ts';
import { panel } from '../suites/support/panel.ts';
import { plausibleConfig } from '../suites/support/plausibleConfig.ts';
import { until } from '../suites/support/until.ts';
import { user } from '../suites/support/user.ts';

const elsewhere = join(process.env['DOWNTIER_TEST_FOLDER'] ?? '', 'support');
const prompt = join(elsewhere, 'triage.prompty');

describe('without a folder and without Git', () => {
  beforeEach(() => user.reset());

  it('no folder is open', () => assert.equal(workspace.workspaceFolders, undefined));

  it('a prompt that is opened by itself has its lenses', async () => {
    const { uri } = await workspace.openTextDocument(Uri.file(prompt));
    await until('a lens', async () => {
      const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
      return lenses.some(({ command }) => /≈ \d+ tokens/.test(command?.title ?? ''));
    });
  });

  it('Check routing configs says that there are none', async () => {
    await commands.executeCommand(commandId('checkRoutingConfigs'));
    await user.hears(/no routing configs/);
  });

  it('Commit routing config says that there is none', async () => {
    await commands.executeCommand(commandId('commitRoutingConfig'));
    await user.hears(/no routing config in this workspace yet/);
  });

  it('Profile prompt offers to browse for one', async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    user.pick('Browse…');
    Object.assign(window, { showOpenDialog: () => Promise.resolve(undefined) });
    await commands.executeCommand(commandId('profilePrompt'));
    assert.deepEqual(user.asked, ['Choose a prompt']);
  });

  it('the sample goes into a folder of the extension, and can be profiled there', async function () {
    this.timeout(90_000);
    await commands.executeCommand(commandId('trySample'));
    const { setup } = await panel.until(
      'its setup',
      ({ setup: { prompt: shown, data, busy } }) => shown !== undefined && data !== undefined && !busy,
    );
    assert.ok(setup.prompt && existsSync(setup.prompt.path));
    assert.deepEqual(setup.problems, []);
    panel.send({ type: 'start' });
    await panel.phase('done', 60_000);
  });

  describe('Commit routing config says what to do', () => {
    const config = join(elsewhere, 'triage.cascade.json');

    before(async () => {
      writeFileSync(config, plausibleConfig({ prompt, data: join(elsewhere, 'tickets.csv') }));
      await workspace.openTextDocument(Uri.file(config));
    });

    it('where Git is turned off', async () => {
      assert.equal(workspace.getConfiguration('git').get('enabled'), false);
      assert.equal(await commands.executeCommand(commandId('commitRoutingConfig'), Uri.file(config)), false);
      await user.hears(/Git is not available here: install Git, or turn the setting "git\.enabled"/);
    });

    it('where Git is turned on but not installed', async () => {
      assert.equal((spawnSync('git', ['--version']).error as NodeJS.ErrnoException | undefined)?.code, 'ENOENT');
      await workspace.getConfiguration('git').update('enabled', true, ConfigurationTarget.Global);
      assert.equal(await commands.executeCommand(commandId('commitRoutingConfig'), Uri.file(config)), false);
      await user.hears(/Git is not available here: install Git/);
    });
  });
});
