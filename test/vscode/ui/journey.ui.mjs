import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRoot, makeWorkspace, removeRoot } from '../driver/makeFolder.mjs';
import { picturesOfFailures } from './picturesOfFailures.mjs';
import { until } from './shop.mjs';
import { stage } from './stage.mjs';
import { Workbench } from './workbench.mjs';

describe('a person', function () {
  this.timeout(90_000);
  const root = makeRoot();
  const folder = makeWorkspace(root);
  const config = join(folder, 'support/triage.cascade.json');
  const git = (...args) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
  let workbench;

  before(async () => {
    workbench = await Workbench.open(stage, { root, folder });
  });
  afterEach(picturesOfFailures(() => [workbench]));
  after(async () => {
    await workbench?.close();
    removeRoot(root);
  });

  it('opens a prompt and sees what it costs', async () => {
    await workbench.openFile('support/triage.prompty');
    await workbench.lens(/≈ \d+ tokens · large/).waitFor();
  });

  it('clicks the CodeLens and gets the panel, filled in', async () => {
    await workbench.lens('Profile prompt').click();
    const { panel } = workbench;
    await panel.getByRole('heading', { name: 'Profile prompt' }).waitFor();
    await panel.getByText('1,500 rows · ').waitFor();
    await panel.getByText(/≈ \d+ tokens/).waitFor();
    assert.equal(
      await panel.getByLabel('Sample dataset', { exact: true }).locator('option:checked').textContent(),
      'support/tickets.csv',
    );
    for (const model of ['sample/nano', 'sample/mini', 'sample/large'])
      await panel.getByLabel(`Compare ${model}`).waitFor();
  });

  it('changes the promise, and the setup follows', async () => {
    const { panel } = workbench;
    const delta = panel.getByLabel('Largest share of inputs on which answers may differ');
    await delta.fill('10 %');
    await delta.press('Enter');
    await panel
      .getByText(/at most \$/)
      .first()
      .waitFor();
    await panel.getByText('Preview 3 rendered rows').click();
    await panel.getByText('Tallyport').first().waitFor();
  });

  it('starts, watches, and sees the result', async () => {
    const { panel } = workbench;
    await panel.getByRole('button', { name: 'Profile', exact: true }).click();
    await workbench.toast('Profiling triage.prompty').waitFor();
    await workbench.statusBar('Downtier').waitFor();
    await panel.getByRole('heading', { name: /^Profiling/ }).waitFor();
    await panel.getByRole('heading', { name: 'Where they differ' }).waitFor({ timeout: 60_000 });
  });

  it('writes the config and opens it', async () => {
    const { panel } = workbench;
    assert.equal(existsSync(config), false);
    await panel.getByRole('button', { name: 'Write config' }).click();
    await panel.getByText('Written beside the prompt').waitFor();
    assert.equal(existsSync(config), true);
    await panel.getByRole('button', { name: 'Open config' }).click();
    await workbench.page.locator('.tab', { hasText: 'triage.cascade.json' }).waitFor();
  });

  it('commits it from the panel after reading the message', async () => {
    const { panel, dialog } = workbench;
    await workbench.page.locator('.tab', { hasText: 'Profile prompt' }).click();
    await panel.getByRole('button', { name: 'Commit config…' }).click();
    await dialog.getByText(/Commit triage\.cascade\.json and nothing else/).waitFor();
    await dialog.getByRole('button', { name: 'Commit', exact: true }).click();
    await panel.getByText('Committed: triage.cascade.json').waitFor();
    assert.equal(git('show', '--name-only', '--format=', 'HEAD'), 'support/triage.cascade.json');
    assert.match(git('log', '-1', '--format=%s'), /^Route triage\.prompty to/);
  });

  it('sees it in the list of routing configs, and in the CodeLens', async () => {
    await workbench.openFile('support/triage.prompty');
    await workbench.lens(/profiled today/).waitFor();
    const view = workbench.page.locator('.pane-header', { hasText: 'Routing configs' });
    await view.waitFor();
    if ((await view.getAttribute('aria-expanded')) !== 'true') await view.click();
    await workbench.page
      .locator('.pane-body .monaco-list-row', { hasText: /cheaper/ })
      .first()
      .waitFor();
  });

  it('finds the result again after a reload', async () => {
    await workbench.load();
    await workbench.page.locator('.tab', { hasText: 'Profile prompt' }).click();
    await workbench.panel.getByText('Committed: triage.cascade.json').waitFor();
  });

  it('goes back and profiles once more from the palette', async () => {
    await workbench.panel.getByRole('button', { name: 'Back to setup' }).click();
    await workbench.run('Downtier: Profile prompt');
    await workbench.choose('triage.prompty');
    await workbench.panel.getByRole('button', { name: 'Profile', exact: true }).waitFor();
  });

  describe('takes the walkthrough', () => {
    const sample = join(folder, 'downtier-sample');

    it('which lays out the sample', async () => {
      await walkthrough();
      await workbench.page.locator('.getting-started-step', { hasText: 'See what a prompt costs' }).waitFor();
      assert.equal(await workbench.page.locator('.getting-started-step').count(), 4);
      await step('See what a prompt costs', 'Lay out the sample');
      await workbench.page.locator('.tab', { hasText: 'triage.prompty' }).first().waitFor();
      await workbench.panel.getByText('1,500 rows · ').waitFor();
      assert.equal(existsSync(join(sample, 'tickets.csv')), true);
    });

    it('chooses models', async () => {
      await walkthrough();
      await step('Choose models', 'Configure models');
      for (const model of ['sample/nano', 'sample/large']) await workbench.choose(model);
      await workbench.page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
      await workbench.page.locator('.quick-input-title', { hasText: 'Reference' }).waitFor();
      await workbench.choose('sample/large');
      const settings = join(folder, '.vscode/settings.json');
      await until(
        'the settings',
        () => existsSync(settings) && /"downtier.reference"/.test(readFileSync(settings, 'utf8')),
      );
      const { 'downtier.models': models, 'downtier.reference': reference } = JSON.parse(readFileSync(settings, 'utf8'));
      assert.deepEqual({ models, reference }, { models: ['sample/nano', 'sample/large'], reference: 'sample/large' });
    });

    it('profiles the sample, without any key', async () => {
      await walkthrough();
      await step('Profile the sample', 'Profile prompt');
      await workbench.choose('downtier-sample/triage.prompty');
      await workbench.panel.locator('button:not([aria-disabled])', { hasText: /^Profile$/ }).click();
      await workbench.panel.getByRole('heading', { name: 'Where they differ' }).waitFor({ timeout: 60_000 });
      await workbench.panel.getByRole('button', { name: 'Write config' }).click();
      await workbench.panel.getByText('Written beside the prompt').waitFor();
      const config = JSON.parse(readFileSync(join(sample, 'triage.cascade.json'), 'utf8'));
      assert.equal(config.dataset.rows, 1500);
      assert.ok(config.evidence.cost.savingsRatio > 1);
    });

    it('and commits its config', async () => {
      await walkthrough();
      await step('Commit the routing config', 'Commit routing config');
      await workbench.choose('downtier-sample/triage.cascade.json');
      await workbench.dialog.getByRole('button', { name: 'Commit', exact: true }).click();
      await workbench.toast('Committed triage.cascade.json').waitFor();
      assert.equal(git('show', '--name-only', '--format=', 'HEAD'), 'downtier-sample/triage.cascade.json');
    });

    async function walkthrough() {
      await workbench.runAndChoose('Welcome: Open Walkthrough...', 'Cut the cost of a prompt');
    }

    /** Opens a step and presses its button. */
    async function step(title, button) {
      await workbench.page.locator('.getting-started-step', { hasText: title }).click();
      await workbench.page.getByRole('button', { name: button, exact: true }).click();
    }
  });

  it('asked nothing of other machines', () => {
    assert.deepEqual(
      workbench.blocked.filter((url) => !/vscode-cdn|vscode-unpkg/.test(url)),
      [],
    );
  });
});
