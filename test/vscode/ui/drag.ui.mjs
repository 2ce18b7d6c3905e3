import assert from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRoot, makeWorkspace, removeRoot } from '../driver/makeFolder.mjs';
import { picturesOfFailures } from './picturesOfFailures.mjs';
import { stage } from './stage.mjs';
import { Workbench } from './workbench.mjs';

describe('files dragged from the Explorer, with Shift held', function () {
  this.timeout(60_000);
  const root = makeRoot();
  const folder = makeWorkspace(root);
  const support = join(folder, 'support');
  let workbench;

  before(async () => {
    cpSync(join(support, 'tickets.csv'), join(support, 'winter.csv'));
    cpSync(join(support, 'triage.prompty'), join(support, 'second.prompty'));
    writeFileSync(join(support, 'shelf.png'), 'not a picture either');
    workbench = await Workbench.open(stage, { root, folder });
    await workbench.openFile('support/triage.prompty');
    await workbench.lens('Profile prompt').click();
    await workbench.panel.getByText('1,500 rows · ').waitFor();
  });
  afterEach(picturesOfFailures(() => [workbench]));
  after(async () => {
    await workbench?.close();
    removeRoot(root);
  });

  const chosenIn = (label) => workbench.panel.getByLabel(label, { exact: true }).locator('option:checked');

  for (const [label, before, dropped] of [
    ['Sample dataset', 'support/tickets.csv', 'winter.csv'],
    ['Prompt', 'support/triage.prompty', 'second.prompty'],
  ])
    it(`${dropped} is taken by the list "${label}"`, async () => {
      assert.equal(await chosenIn(label).textContent(), before);
      await workbench.dropIntoPanel(dropped);
      await chosenIn(label).filter({ hasText: dropped }).waitFor({ state: 'attached' });
    });

  it('a file that is neither says so', async () => {
    await workbench.dropIntoPanel('shelf.png');
    await workbench.panel.getByText('is neither a prompt file nor a dataset').waitFor();
  });
});
