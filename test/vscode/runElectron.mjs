// `npm run test:electron`: the same suites in a desktop VS Code, on machines that can download one. The UI runs need `npm run test:vscode`.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { buildSuites } from './driver/buildSuites.mjs';
import { makeRoot, makeWorkspace, removeRoot } from './driver/makeFolder.mjs';
import { packageExtension } from './driver/package.mjs';
import { rootFolder, workFolder } from './driver/places.mjs';
import { passedOn, startProviders } from './driver/providers.mjs';
import { Report } from './driver/report.mjs';

const report = new Report();
const root = makeRoot();
const resultFile = join(root, 'result.json');
const started = Date.now();
try {
  packageExtension(); // builds it, and says when it could not be packaged
  const tests = await buildSuites('suites', join(workFolder, 'suites'));
  const providers = await startProviders();
  try {
    await runTests({
      version: process.env.VSCODE_VERSION ?? 'stable',
      cachePath: join(workFolder, 'desktop'),
      extensionDevelopmentPath: rootFolder,
      extensionTestsPath: tests,
      extensionTestsEnv: { ...passedOn(), ...providers.env, TEST_RESULT_FILE: resultFile },
      launchArgs: [
        makeWorkspace(root),
        '--disable-workspace-trust',
        '--disable-telemetry',
        '--disable-updates',
        '--skip-welcome',
        '--user-data-dir',
        join(root, 'user'),
        '--extensions-dir',
        join(root, 'ext'),
      ],
    });
  } finally {
    await providers.stop();
  }
} catch (error) {
  // A failed test ends here too; what failed is in the results. Without them the run itself did not work.
  if (!existsSync(resultFile)) report.fail('desktop VS Code', error);
}
if (existsSync(resultFile)) {
  report.add('suites', JSON.parse(readFileSync(resultFile, 'utf8')).tests, Date.now() - started);
}
removeRoot(root);
process.exitCode = report.end();
