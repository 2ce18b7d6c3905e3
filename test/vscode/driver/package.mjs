import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rootFolder, workFolder } from './places.mjs';
import { installVsix } from './server.mjs';

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

/** What the .vsix holds, laid out as VS Code installs it: suites then run against what ships. @returns its folder */
export async function unpackExtension(host, vsix) {
  const root = join(workFolder, 'unpacked');
  rmSync(root, { recursive: true, force: true });
  await installVsix(host, { root, vsix });
  const name = readdirSync(join(root, 'ext')).find((entry) => entry.startsWith('downtier.downtier-'));
  if (!name) throw new Error(`The installed extension is not in ${root}.`);
  const extension = join(workFolder, 'extension');
  rmSync(extension, { recursive: true, force: true });
  cpSync(join(root, 'ext', name), extension, { recursive: true });
  return { extension, installed: join(root, 'ext') };
}
