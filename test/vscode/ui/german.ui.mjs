import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRoot, makeWorkspace, removeRoot } from '../driver/makeFolder.mjs';
import { stage } from './stage.mjs';
import { Workbench } from './workbench.mjs';

/** A language pack would set it before the workbench starts; the workbench's own texts stay English without one. */
const speakGerman = () => Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => 'de', set() {} });

describe('in German', function () {
  this.timeout(60_000);
  const root = makeRoot();
  const folder = makeWorkspace(root);
  let workbench;

  before(async () => {
    workbench = await Workbench.open(stage, { root, folder });
    await workbench.page.addInitScript(speakGerman);
    await workbench.load();
  });
  after(async () => {
    await workbench?.close();
    removeRoot(root);
  });

  it('the CodeLens is', async () => {
    await workbench.openFile('support/triage.prompty');
    await workbench.lens(/≈ \d+ Token · large ab \$[\d.]+ je Aufruf/).waitFor();
  });

  it('the panel is', async () => {
    await workbench.lens('Prompt profilieren').click();
    await workbench.panel.getByText('1,500 Zeilen · erwartete Antworten in „expected“').waitFor();
    await workbench.panel.getByRole('button', { name: 'Profilieren', exact: true }).waitFor();
  });

  it('the result is', async () => {
    const { panel } = workbench;
    await panel.getByRole('button', { name: 'Profilieren', exact: true }).click();
    await panel.getByRole('heading', { name: 'Wo sie abweichen' }).waitFor({ timeout: 60_000 });
    assert.match(
      await panel.locator('.lead').textContent(),
      /^(Fragen|Nehmen|Senden) Sie .*-mal günstiger, und höchstens 5\s% der Antworten weichen von denen von sample\/large ab\.$/,
    );
    await panel.getByText(/\(die \d+ erwarteten Antworten sind \d+ Label: /).waitFor();
  });

  it('what no longer holds of a config is', async () => {
    await workbench.panel.getByRole('button', { name: 'Konfiguration schreiben' }).click();
    await workbench.panel.getByText('Neben den Prompt geschrieben').waitFor();
    appendFileSync(join(folder, 'support/triage.prompty'), '\nBe brief.\n');
    await workbench.run('View: Toggle Problems');
    await workbench.page
      .locator('.markers-panel')
      .getByText(/^triage\.prompty hat sich seit dem Profilieren am \d{4}-\d\d-\d\d geändert: /)
      .waitFor();
  });

  it('the commands are', async () => {
    await workbench.run('Downtier: Modelle einrichten');
    await workbench.page.locator('.quick-input-title', { hasText: 'Modelle zum Vergleich' }).waitFor();
    await workbench.page.keyboard.press('Escape');
  });
});
