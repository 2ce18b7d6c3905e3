import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rootFolder, workFolder } from './places.mjs';
import { installVsix } from './server.mjs';

const unpacked = join(workFolder, 'unpacked');

/** Builds and packages the extension as `npm run package` does. @returns the .vsix */
export function packageExtension() {
  mkdirSync(workFolder, { recursive: true });
  const vsix = join(workFolder, 'downtier.vsix');
  const { status, stdout, stderr } = spawnSync('npm', ['run', 'package', '--silent', '--', '--out', vsix], {
    cwd: rootFolder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`"npm run package" failed.\n${stdout}${stderr}`);
  return vsix;
}

/**
 * Installs the .vsix and lays out once more what it holds, so that suites run against what ships.
 * @returns both folders: that of the extension, and that of installed extensions
 */
export async function unpackExtension(host, vsix) {
  rmSync(unpacked, { recursive: true, force: true });
  await installVsix(host, { root: unpacked, vsix });
  const { extension, installed } = unpackedBefore();
  const [name] = readdirSync(installed).filter((entry) => entry.startsWith('downtier.downtier-'));
  rmSync(extension, { recursive: true, force: true });
  cpSync(join(installed, name), extension, { recursive: true });
  return { extension, installed };
}

export function unpackedBefore() {
  return { extension: join(workFolder, 'extension'), installed: join(unpacked, 'ext') };
}
