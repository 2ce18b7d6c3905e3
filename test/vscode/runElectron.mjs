// `npm run test:electron`: the suites of `npm run test:vscode` in a desktop VS Code. The UI runs are not among them. `-- bare` and so on: only these
// parts. VSCODE_EXECUTABLE: the VS Code to take; else one is downloaded, of VSCODE_VERSION. Exit code: as of `npm run test:vscode`.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { buildSuites } from './driver/buildSuites.mjs';
import { makeRoot, removeRoot } from './driver/makeFolder.mjs';
import { packageExtension } from './driver/package.mjs';
import { brokenHostParts, hostParts } from './driver/parts.mjs';
import { rootFolder, workFolder } from './driver/places.mjs';
import { passedOn, startProviders } from './driver/providers.mjs';
import { Report } from './driver/report.mjs';

const known = { ...hostParts, ...brokenHostParts };
const asked = process.argv.slice(2);
const report = new Report();
if (!process.env.TEST_REUSE) packageExtension(); // builds it, and says when it could not be packaged
for (const name of asked.length > 0 ? asked : Object.keys(hostParts)) {
  const root = makeRoot();
  const started = Date.now();
  const resultFile = join(root, 'result.json');
  try {
    await runPart(name, { root, resultFile });
  } catch (error) {
    // A failed test ends here too; what failed is in the results. Without them the run itself did not work.
    if (!existsSync(resultFile)) report.fail(name, error);
  }
  if (existsSync(resultFile))
    report.add(name, JSON.parse(readFileSync(resultFile, 'utf8')).tests, Date.now() - started);
  removeRoot(root);
}
process.exitCode = report.end();

async function runPart(name, { root, resultFile }) {
  const { folder, workspace, env = {}, settings = {} } = known[name]({ root });
  const user = join(root, 'user');
  mkdirSync(join(user, 'User'), { recursive: true });
  writeFileSync(join(user, 'User/settings.json'), JSON.stringify(settings));
  const providers = await startProviders();
  try {
    await runTests({
      vscodeExecutablePath: process.env.VSCODE_EXECUTABLE,
      version: process.env.VSCODE_VERSION ?? 'stable',
      cachePath: join(workFolder, 'desktop'),
      extensionDevelopmentPath: rootFolder,
      extensionTestsPath: await buildSuites(name, join(workFolder, 'suites')),
      extensionTestsEnv: { ...passedOn(), ...providers.env, ...env, VSCODE_CLI: '1', TEST_RESULT_FILE: resultFile },
      launchArgs: [
        ...[folder ?? workspace].filter((path) => path !== undefined),
        '--disable-workspace-trust',
        '--disable-telemetry',
        '--disable-updates',
        '--skip-welcome',
        '--user-data-dir',
        user,
        '--extensions-dir',
        join(root, 'ext'),
      ],
    });
  } finally {
    await providers.stop();
  }
}
