import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium, HostError } from '../driver/ensureHost.mjs';
import { makeRoot, removeRoot } from '../driver/makeFolder.mjs';
import { testFolder } from '../driver/places.mjs';

describe('the runner', function () {
  this.timeout(60_000);

  it('ends with 1 and counts it when a test fails', () => {
    const { status, stdout } = run('broken/failing');
    assert.match(stdout, /1 passing .*\n\s+1 failing/);
    assert.match(stdout, /this one is meant to fail/);
    assert.equal(status, 1);
  });

  it('ends with 2 when the extension host dies, although the host itself says 0', () => {
    const { status, stdout } = run('broken/dying');
    assert.match(stdout, /0 passing .*\n\s+1 failing/);
    assert.match(stdout, /left no results/);
    assert.equal(status, 2);
  });

  it('ends with 2 when there is no such part', () => assert.equal(run('nonsense').status, 2));
});

describe('@vscode/test-electron, with a stand-in for the desktop', function () {
  this.timeout(120_000);
  const standIn = { VSCODE_EXECUTABLE: join(testFolder, 'runner/desktopStandIn.mjs') };

  it('runs a part in its circumstances, counts its tests, and ends with 0', () => {
    const { status, stdout } = run(
      'bare',
      { ...standIn, TEST_GREP: 'no folder is open|has its lenses' },
      'runElectron.mjs',
    );
    assert.match(stdout, /2 passing .*\n\s+0 failing/);
    assert.equal(status, 0);
  });

  it('ends with 1 and counts it when a test fails', () => {
    const { status, stdout } = run('broken/failing', standIn, 'runElectron.mjs');
    assert.match(stdout, /1 passing .*\n\s+1 failing/);
    assert.match(stdout, /this one is meant to fail/);
    assert.equal(status, 1);
  });

  it('ends with 2 when the editor ends without results', () => {
    const { status, stdout } = run('bare', { VSCODE_EXECUTABLE: '/bin/false' }, 'runElectron.mjs');
    assert.match(stdout, /0 passing .*\n\s+1 failing/);
    assert.equal(status, 2);
  });
});

describe('on a machine without Chromium', () => {
  const root = makeRoot();
  const bin = join(root, 'bin');
  const asked = join(root, 'asked.txt');
  const { PATH, CHROMIUM } = process.env;
  const { getuid } = process;

  beforeEach(() => {
    rmSync(bin, { recursive: true, force: true });
    mkdirSync(bin);
    process.env.PATH = bin;
    delete process.env.CHROMIUM;
  });
  afterEach(() => {
    process.env.PATH = PATH;
    if (CHROMIUM !== undefined) process.env.CHROMIUM = CHROMIUM;
    process.getuid = getuid;
    rmSync(asked, { force: true });
  });
  after(() => removeRoot(root));

  it('apt-get is asked for it, as root', () => {
    process.getuid = () => 0;
    const chromium = join(bin, 'chromium');
    layAptGet(`printf '' > ${chromium}`);
    assert.equal(ensureChromium(), chromium);
    assert.equal(readFileSync(asked, 'utf8'), 'install -y --no-install-recommends chromium\n');
  });

  it('package lists are fetched where the first attempt failed', () => {
    process.getuid = () => 0;
    layAptGet(`[ "$1" = update ] && printf '' > ${join(bin, 'chromium')}; [ -e ${join(bin, 'chromium')} ]`);
    assert.equal(ensureChromium(), join(bin, 'chromium'));
    assert.deepEqual(readFileSync(asked, 'utf8').match(/^\w+/gm), ['install', 'update', 'install']);
  });

  it('nobody but root asks, and the message says what to install', () => {
    process.getuid = () => 1000;
    layAptGet('true');
    assert.throws(
      ensureChromium,
      (error) => error instanceof HostError && /apt-get install chromium/.test(error.message),
    );
    assert.equal(existsSync(asked), false);
  });

  it('the suites are skipped and counted with that message, and in continuous integration fail', () => {
    layAptGet('false');
    const skipped = run('bare', { CI: '' });
    assert.match(skipped.stdout, /Install Chromium/);
    assert.match(skipped.stdout, /0 passing .*\n\s+1 pending\n\s+0 failing/);
    assert.equal(skipped.status, 0);
    const failed = run('bare', { CI: 'true' });
    assert.match(failed.stdout, /Install Chromium/);
    assert.equal(failed.status, 2);
  });

  /** In the place of the real one; notes what it was asked. */
  function layAptGet(script) {
    writeFileSync(join(bin, 'apt-get'), `#!/bin/sh\necho "$@" >> ${asked}\n${script}\n`, { mode: 0o755 });
  }
});

/** The runner with the package of this run, in a process of its own. */
function run(part, env = {}, script = 'run.mjs') {
  return spawnSync(process.execPath, [join(testFolder, script), part], {
    encoding: 'utf8',
    env: { ...process.env, TEST_REUSE: 'yes', TEST_GREP: '', ...env },
  });
}
