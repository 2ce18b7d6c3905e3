import assert from 'node:assert/strict';
import { makeRoot, removeRoot } from '../driver/makeFolder.mjs';
import { startSampleServer } from '../driver/sampleServer.mjs';
import { startCountingProxy } from './countingProxy.mjs';
import { picturesOfFailures } from './picturesOfFailures.mjs';
import { makeShop, settingsOf, until } from './shop.mjs';
import { stage } from './stage.mjs';
import { Workbench } from './workbench.mjs';

describe('two windows on one prompt', function () {
  this.timeout(90_000);
  const root = makeRoot();
  let first;
  let second;
  let server;
  let proxy;

  before(async () => {
    const folder = makeShop(root, { model: 'compatible:shop/large', rows: 40 });
    server = await startSampleServer();
    proxy = await startCountingProxy(server.url);
    first = await Workbench.open(stage, { root, folder, settings: settingsOf('shop', proxy.url) });
    second = await first.openWindow();
  });
  afterEach(picturesOfFailures(() => [first, second]));
  after(async () => {
    await first?.close();
    await proxy?.stop();
    await server?.stop();
    removeRoot(root);
  });

  it('the first profiles it', async () => {
    await start(first);
    await first.panel.getByRole('heading', { name: /^Profiling/ }).waitFor();
    await until('some answers', () => proxy.answered >= 4);
    proxy.hold();
    await until('all but those held back have come home', () => proxy.quiet && proxy.calls.some(({ sent }) => !sent));
  });

  it('the second says that it is being profiled and what to do, and asks nothing', async () => {
    await start(second);
    const { panel } = second;
    await panel.getByRole('heading', { name: 'triage.prompty was not profiled' }).waitFor();
    await panel.getByText(/Another run is using this journal .*Wait for it or cancel it, then run again/).waitFor();
    // It would begin with those that are under way.
    assert.equal(asked().size, proxy.calls.length);
  });

  it('its message leads to the log', async () => {
    await second.toast('Another run').getByRole('button', { name: 'Show log' }).click();
    // Logs stay empty in this host, which has no native module to write them: only that it is shown can be seen.
    await second.page.locator('.output-view').waitFor();
    await second.page.locator('.part.panel select').filter({ hasText: 'Downtier' }).first().waitFor();
    await second.run('View: Hide Panel');
  });

  it('the first goes on undisturbed', async () => {
    await first.comeToFront();
    proxy.release();
    await finished(first);
  });

  it('then the second finds every answer in the journal they share', async () => {
    const before = proxy.calls.length;
    await second.comeToFront();
    await second.clearToasts();
    await second.panel.getByRole('button', { name: 'Back to setup' }).click();
    await second.panel.locator('button:not([aria-disabled])', { hasText: /^(Profile|Resume)$/ }).click();
    await finished(second);
    assert.equal(proxy.calls.length, before);
    assert.equal(asked().size, before);
  });

  const asked = () => new Set(proxy.calls.map(({ question }) => question));

  async function start(workbench) {
    await workbench.comeToFront();
    await workbench.openFile('support/triage.prompty');
    await workbench.lens('Profile prompt').click();
    await workbench.panel.getByText('40 rows · ').waitFor();
    await workbench.panel.locator('button:not([aria-disabled])', { hasText: /^Profile$/ }).click();
    await workbench.dialog.getByRole('button', { name: 'Send' }).click();
  }

  const finished = (workbench) =>
    workbench.panel.getByRole('heading', { name: 'Where they differ' }).waitFor({ timeout: 60_000 });
});
