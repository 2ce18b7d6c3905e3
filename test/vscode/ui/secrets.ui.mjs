import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRoot, removeRoot } from '../driver/makeFolder.mjs';
import { startSampleServer } from '../driver/sampleServer.mjs';
import { picturesOfFailures } from './picturesOfFailures.mjs';
import { makeShop, settingsOf } from './shop.mjs';
import { stage } from './stage.mjs';
import { Workbench } from './workbench.mjs';

const KEY = 'sk-only-for-this-test';

describe('an API key', function () {
  this.timeout(90_000);
  const root = makeRoot();
  let workbench;
  let server;

  before(async () => {
    const folder = makeShop(root, { model: 'compatible:keyed/large', rows: 40 });
    server = await startSampleServer({ key: KEY });
    workbench = await Workbench.open(stage, { root, folder, settings: settingsOf('keyed', server.url) });
  });
  afterEach(picturesOfFailures(() => [workbench]));
  after(async () => {
    await workbench?.close();
    await server?.stop();
    removeRoot(root);
  });

  it('that is wrong ends the profile with a message and a button that asks for it', async () => {
    await workbench.openFile('support/triage.prompty');
    await workbench.lens('Profile prompt').waitFor(); // from then on the palette has the extension's commands
    await workbench.run('Downtier: Set API key');
    await workbench.choose('keyed');
    await typeKey('sk-mistyped');
    await workbench.lens('Profile prompt').click();
    await workbench.panel.locator('button:not([aria-disabled])', { hasText: /^Profile$/ }).click();
    await workbench.dialog.getByRole('button', { name: 'Send' }).click();
    await workbench.panel.getByRole('heading', { name: 'triage.prompty was not profiled' }).waitFor();
    await workbench.toast(/key/).getByRole('button', { name: 'Set API key' }).click();
    await typeKey(KEY);
  });

  it('that is right lets it come to its end', async () => {
    await workbench.panel
      .getByRole('button', { name: /^(Resume|Back to setup)$/ })
      .last()
      .click();
    await workbench.panel.getByRole('heading', { name: 'Where they differ' }).waitFor({ timeout: 60_000 });
  });

  it('lies in no file of the workspace, the settings, the logs or the journal', () => {
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const holding = files
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((file) => readFileSync(file, 'latin1').includes(KEY));
    assert.ok(files.length > 50);
    assert.deepEqual(holding, []);
  });

  it('is removed again', async () => {
    await workbench.clearToasts();
    await workbench.run('Downtier: Remove API key');
    await workbench.choose('keyed');
    await workbench.toast('The API key of keyed is removed').waitFor();
  });

  async function typeKey(key) {
    await workbench.page.locator('.quick-input-widget input[type=password]').waitFor();
    await workbench.type(key);
    await workbench.toast('The API key of keyed is stored').waitFor();
    await workbench.clearToasts();
  }
});
