// `node test/vscode/takeScreenshots.mjs`: the pictures of the README into media/screenshots, in light, dark and high contrast. With a folder as its
// argument they go there instead, and with them the panel in several widths. LOOK at them afterwards.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureHost } from './driver/ensureHost.mjs';
import { makeRoot, makeWorkspace, removeRoot } from './driver/makeFolder.mjs';
import { packageExtension, unpackExtension } from './driver/package.mjs';
import { rootFolder } from './driver/places.mjs';
import { Workbench } from './ui/workbench.mjs';

const themes = { light: 'Light Modern', dark: 'Dark Modern', 'high-contrast': 'Dark High Contrast' };
const elsewhere = process.argv[2];
const folder = elsewhere ? resolve(elsewhere) : join(rootFolder, 'media/screenshots');
mkdirSync(folder, { recursive: true });

const host = ensureHost();
const { installed } = await unpackExtension(host, packageExtension());
const root = makeRoot();
const settings = { 'editor.minimap.enabled': false, 'window.commandCenter': false };
const workbench = await Workbench.open({ host, installed }, { root, folder: makeWorkspace(root), settings });
try {
  await run();
} finally {
  await workbench.close();
  removeRoot(root);
}

async function run() {
  const { panel } = workbench;
  await workbench.openFile('support/triage.prompty');
  await workbench.lens('Profile prompt').click();
  await panel.getByText('1,500 rows · ').waitFor();
  const delta = panel.getByLabel('Largest share of inputs on which answers may differ');
  await delta.fill('10 %');
  await delta.press('Enter');
  await panel
    .getByText(/at most \$/)
    .first()
    .waitFor();
  await inEveryTheme('setup');
  await panel.getByRole('button', { name: 'Profile', exact: true }).click();
  await panel
    .getByText(/[1-9]\d\d of at most/)
    .first()
    .waitFor({ timeout: 60_000 });
  await workbench.shoot(join(folder, 'running-dark.png'));
  await panel.getByRole('heading', { name: 'Where they differ' }).waitFor({ timeout: 90_000 });
  await panel.getByRole('button', { name: 'Write config' }).click();
  await panel.getByText('Written beside the prompt').waitFor();
  await workbench.lens(/profiled today/).waitFor();
  await workbench.clearToasts();
  // Clicking has scrolled the page so that the button was in sight.
  await panel.locator('html').evaluate((page) => page.ownerDocument.defaultView.scrollTo(0, 0));
  await inEveryTheme('result');
  await panel.getByRole('button', { name: 'Commit config…' }).click();
  await workbench.dialog.waitFor();
  await workbench.shoot(join(folder, 'commit-dark.png'));
  await workbench.dialog.getByRole('button', { name: 'Cancel' }).click();
  if (elsewhere) await inWidths();
}

/** Only to look at: the panel alone, narrow and wide. */
async function inWidths() {
  await workbench.run('View: Close Editors in Other Groups');
  await workbench.run('View: Toggle Primary Side Bar Visibility');
  for (const phase of ['result', 'setup']) {
    if (phase === 'setup') await workbench.panel.getByRole('button', { name: 'Back to setup' }).click();
    for (const width of [400, 1600]) {
      await workbench.page.setViewportSize({ width: width + 54, height: 1400 });
      await workbench.page.waitForTimeout(1000);
      await workbench.panel.locator('html').evaluate((page) => page.ownerDocument.defaultView.scrollTo(0, 0));
      await workbench.shoot(join(folder, `${phase}-${width}.png`));
    }
  }
}

/** Ends in the dark one. */
async function inEveryTheme(name) {
  for (const theme of ['light', 'high-contrast', 'dark']) {
    await workbench.run('Preferences: Color Theme');
    await workbench.type(themes[theme]);
    await workbench.page.waitForTimeout(1500);
    await workbench.shoot(join(folder, `${name}-${theme}.png`));
  }
}
