import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRoot, makeWorkspace, removeRoot } from '../driver/makeFolder.mjs';
import { shotsFolder } from '../driver/places.mjs';
import { startSampleServer } from '../driver/sampleServer.mjs';
import { startCountingProxy } from './countingProxy.mjs';
import { stage } from './stage.mjs';
import { Workbench } from './workbench.mjs';

const models = ['compatible:shop/nano', 'compatible:shop/large'];
const prices = {
  [models[0]]: { inputUSDPer1M: 0.1, outputUSDPer1M: 0.4 },
  [models[1]]: { inputUSDPer1M: 1, outputUSDPer1M: 4 },
};

describe('a profile that is interrupted', function () {
  this.timeout(90_000);
  const root = makeRoot();
  let workbench;
  let server;
  let proxy;

  before(async () => {
    const folder = makeWorkspace(root);
    const prompt = join(folder, 'support/triage.prompty');
    writeFileSync(prompt, readFileSync(prompt, 'utf8').replace('name: sample/large', `name: ${models[1]}`));
    const data = join(folder, 'support/tickets.csv');
    writeFileSync(
      data,
      readFileSync(data, 'utf8')
        .split(/\n(?=T\d+,)/)
        .slice(0, 81)
        .join('\n'),
    );
    server = await startSampleServer({ latencyMs: 250 });
    proxy = await startCountingProxy(server.url);
    const settings = {
      'downtier.models': models,
      'downtier.baseUrls': { shop: `${proxy.url}/v1` },
      'downtier.prices': prices,
      'downtier.concurrency': 2,
      // Asks about every row, so that there is time to interrupt it.
      'downtier.method': 'smart-all',
    };
    workbench = await Workbench.open(stage, { root, folder, settings });
  });
  afterEach(async function () {
    if (this.currentTest.state !== 'failed') return;
    mkdirSync(shotsFolder, { recursive: true });
    await workbench.shoot(join(shotsFolder, `failed-${this.currentTest.title.replace(/\W+/g, '-').slice(0, 60)}.png`));
  });
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
    await workbench.panel.getByRole('heading', { name: /^Profiling/ }).waitFor();
  });

  it('stops when it is cancelled in the panel', async () => {
    await atLeast(() => proxy.calls.length, 6);
    await workbench.panel.getByRole('button', { name: 'Cancel' }).click();
    await workbench.panel.getByRole('button', { name: 'Resume' }).waitFor();
  });

  it('is offered again after the extension host was killed, and goes on without asking anything twice', async () => {
    const before = proxy.calls.length;
    await workbench.panel.getByRole('button', { name: 'Resume' }).click();
    await atLeast(() => proxy.calls.length, before + 10);
    const killedAt = performance.now();
    const hosts = extensionHosts(workbench.serverPid);
    assert.ok(hosts.length > 0, 'no extension host was found');
    for (const pid of hosts) process.kill(pid, 'SIGKILL');
    await atLeast(() => hosts.filter((pid) => !isExtensionHost(pid)).length, hosts.length);
    workbench.configure({ 'downtier.concurrency': 32 });
    await workbench.load();
    // An answer that had not reached the journal when the host died may be asked for again; one that had may not.
    const kept = new Set(
      proxy.calls.filter(({ answeredAt }) => answeredAt < killedAt - 100).map(({ question }) => question),
    );
    const count = proxy.calls.length;
    await workbench.toast('was interrupted').getByRole('button', { name: 'Resume' }).click();
    await workbench.panel.getByRole('heading', { name: 'Where they differ' }).waitFor({ timeout: 60_000 });
    const again = proxy.calls.slice(count).filter(({ question }) => kept.has(question));
    assert.ok(kept.size > 0 && proxy.calls.length > count);
    assert.deepEqual(again, []);
  });
});

async function atLeast(look, least) {
  const end = performance.now() + 20_000;
  while (look() < least) {
    if (performance.now() > end) throw new Error(`Only ${look()} of ${least} in 20 s.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Extension hosts among the descendants of a process. */
function extensionHosts(ancestor) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = quietly(() => readFileSync(`/proc/${name}/stat`, 'latin1'));
    if (stat) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const descends = (pid) => pid === ancestor || (parents.has(pid) && descends(parents.get(pid)));
  return [...parents.keys()].filter((pid) => descends(pid) && isExtensionHost(pid));
}

function isExtensionHost(pid) {
  return quietly(() => readFileSync(`/proc/${pid}/cmdline`, 'latin1'))?.includes('--type=extensionHost') === true;
}

/** Processes end while they are looked at. */
function quietly(look) {
  try {
    return look();
  } catch {
    return undefined; // gone meanwhile
  }
}
