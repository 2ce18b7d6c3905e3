import { makeRoot, makeWorkspace, removeRoot } from '../driver/makeFolder.mjs';
import { stage } from './stage.mjs';
import { Workbench } from './workbench.mjs';

/** A language pack would set it before the workbench starts; the workbench's own texts stay English without one. */
const speakGerman = () => Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => 'de', set() {} });

describe('in German', function () {
  this.timeout(60_000);
  const root = makeRoot();
  let workbench;

  before(async () => {
    workbench = await Workbench.open(stage, { root, folder: makeWorkspace(root) });
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

  it('the commands are', async () => {
    await workbench.run('Downtier: Modelle einrichten');
    await workbench.page.locator('.quick-input-title', { hasText: 'Modelle zum Vergleich' }).waitFor();
    await workbench.page.keyboard.press('Escape');
  });
});
