import { makeRoot, makeWorkspace, removeRoot } from '../driver/makeFolder.mjs';
import { picturesOfFailures } from './picturesOfFailures.mjs';
import { stage } from './stage.mjs';
import { Workbench } from './workbench.mjs';

describe('in a workspace that is not trusted', function () {
  this.timeout(60_000);
  const root = makeRoot();
  let workbench;

  before(async () => {
    const settings = { 'security.workspace.trust.startupPrompt': 'always' };
    workbench = await Workbench.open(stage, { root, folder: makeWorkspace(root), settings, trust: true });
    await workbench.dialog.getByRole('button', { name: /No,/ }).click();
    await workbench.statusBar('Restricted Mode').waitFor();
  });
  afterEach(picturesOfFailures(() => [workbench]));
  after(async () => {
    await workbench?.close();
    removeRoot(root);
  });

  it('the CodeLens works', async () => {
    await workbench.openFile('support/triage.prompty');
    await workbench.lens(/≈ \d+ tokens/).waitFor();
  });

  it('the panel estimates, says why it does not profile, and does not', async () => {
    await workbench.lens('Profile prompt').click();
    const { panel } = workbench;
    await panel.getByText('This workspace is not trusted').waitFor();
    await panel.getByText('1,500 rows · ').waitFor();
    const start = panel.getByRole('button', { name: 'Profile', exact: true });
    await panel.locator('button[aria-disabled="true"]', { hasText: 'Profile' }).waitFor();
    await start.click({ force: true });
    await panel.getByRole('heading', { name: 'Profile prompt' }).waitFor();
  });

  it('trusting it makes profiling possible without a reload', async () => {
    const { page, panel } = workbench;
    await workbench.run('Workspaces: Manage Workspace Trust');
    await page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await page.locator('.tab', { hasText: 'Profile prompt' }).click();
    await panel.locator('button:not([aria-disabled])', { hasText: /^Profile$/ }).waitFor();
  });
});
