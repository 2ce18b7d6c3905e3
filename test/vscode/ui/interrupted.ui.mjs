import assert from 'node:assert/strict';
import { makeRoot, removeRoot } from '../driver/makeFolder.mjs';
import { startSampleServer } from '../driver/sampleServer.mjs';
import { startCountingProxy } from './countingProxy.mjs';
import { extensionHosts, isExtensionHost } from './extensionHosts.mjs';
import { picturesOfFailures } from './picturesOfFailures.mjs';
import { answersKept, makeShop, settingsOf, until } from './shop.mjs';
import { stage } from './stage.mjs';
import { Workbench } from './workbench.mjs';

describe('a profile that is interrupted', function () {
  this.timeout(90_000);
  const root = makeRoot();
  let workbench;
  let server;
  let proxy;
  let folder;

  before(async () => {
    folder = makeShop(root, { model: 'compatible:shop/large', rows: 80 });
    server = await startSampleServer({ latencyMs: 100 });
    proxy = await startCountingProxy(server.url);
    workbench = await Workbench.open(stage, { root, folder, settings: settingsOf('shop', proxy.url) });
  });
  afterEach(picturesOfFailures(() => [workbench]));
  after(async () => {
    await workbench?.close();
    await proxy?.stop();
    await server?.stop();
    removeRoot(root);
  });

  it('is started from the palette, after consent to send rows', async () => {
    await workbench.openFile('support/triage.prompty');
    await workbench.lens(/≈ \d+ tokens/).waitFor();
    await workbench.run('Downtier: Profile prompt');
    await workbench.panel.getByText('80 rows · ').waitFor();
    await workbench.panel.locator('button:not([aria-disabled])', { hasText: /^Profile$/ }).click();
    await workbench.dialog.getByText(/Send up to 80 rows of tickets\.csv to .*127\.0\.0\.1/).waitFor();
    assert.equal(proxy.calls.length, 0);
    await workbench.dialog.getByRole('button', { name: 'Send' }).click();
    await profiling();
  });

  it('stops when it is cancelled in the panel', async () => {
    await until('six answers', () => proxy.answered >= 6);
    await workbench.panel.getByRole('button', { name: 'Cancel' }).click();
    await workbench.panel.getByRole('button', { name: 'Resume' }).waitFor();
    await everyAnswerIsKept();
  });

  it('is offered again after the window was reloaded', async () => {
    await workbench.panel.getByRole('button', { name: 'Resume' }).click();
    await holdAfter(10);
    await workbench.load();
    await resumeFromToast();
  });

  it('is offered again after its folder was closed, in the window without a folder', async () => {
    await holdAfter(10);
    await workbench.load({ folder: undefined });
    await workbench.toast('Profiling triage.prompty was interrupted').waitFor();
  });

  it('is offered again after its folder was closed, when it is opened once more', async () => {
    await workbench.load();
    await resumeFromToast();
  });

  it('is offered again after the extension host was killed, and comes to its end', async () => {
    await holdAfter(10);
    const hosts = extensionHosts(workbench.serverPid);
    assert.ok(hosts.length > 0, 'no extension host was found');
    for (const pid of hosts) process.kill(pid, 'SIGKILL');
    await until('they are gone', () => !hosts.some(isExtensionHost));
    workbench.configure({ 'downtier.concurrency': 32 });
    await workbench.load();
    await resumeFromToast();
    await workbench.panel.getByRole('heading', { name: 'Where they differ' }).waitFor({ timeout: 60_000 });
  });

  it('has asked again only what was under way then, and had no question answered twice', async () => {
    const asked = proxy.calls.map(({ question }) => question);
    const answered = proxy.calls.filter((call) => call.answered).map(({ question }) => question);
    assert.equal(new Set(answered).size, answered.length);
    assert.equal(answered.length, 160);
    assert.deepEqual(new Set(asked), new Set(answered));
    assert.ok(asked.length > answered.length, 'nothing was under way when it was interrupted');
    await everyAnswerIsKept();
  });

  const profiling = () => workbench.panel.getByRole('heading', { name: /^Profiling/ }).waitFor();

  /** What was paid for is in the journal: from here on asking it again would be a fault. */
  const everyAnswerIsKept = () =>
    until('all answers are in the journal', () => proxy.quiet && answersKept(folder) === proxy.answered);

  /** So many more answers, then calls are under way that get none. */
  async function holdAfter(answers) {
    const before = proxy.answered;
    await until(`${answers} answers`, () => proxy.answered >= before + answers);
    proxy.hold();
    await everyAnswerIsKept();
    await until('a call is under way', () => proxy.calls.some(({ sent }) => !sent));
  }

  async function resumeFromToast() {
    await workbench.toast('Profiling triage.prompty was interrupted').getByRole('button', { name: 'Resume' }).click();
    await profiling();
    proxy.release();
  }
});
