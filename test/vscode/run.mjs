// `npm run test:vscode`: the suites inside the extension host of a real VS Code, then runs through its user interface, all against the packaged
// extension. `-- hosts`, `-- bare`, `-- ui`: only these parts. TEST_GREP: only tests whose names
// match. TEST_REUSE: with the package of the run before.
import { join } from 'node:path';
import { buildSuites } from './driver/buildSuites.mjs';
import { ensureHost, HostError } from './driver/ensureHost.mjs';
import { makeRoot, makeWorkspace, removeRoot } from './driver/makeFolder.mjs';
import { packageExtension, unpackExtension, unpackedBefore } from './driver/package.mjs';
import { testFolder } from './driver/places.mjs';
import { passedOn, startProviders } from './driver/providers.mjs';
import { Report } from './driver/report.mjs';
import { runHere } from './driver/runHere.mjs';
import { runInHost } from './driver/runInHost.mjs';
import { stage } from './ui/stage.mjs';

const parts = { suites: runSuites, bare: runBare, ui: runUi };
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(`Unknown part: ${unknown.join(', ')}. There are ${Object.keys(parts).join(', ')}.\n`);
  process.exit(2);
}

process.exitCode = (await main()) ? 0 : 1;

async function main() {
  const report = new Report();
  const prepared = await prepare(report);
  if (prepared) {
    for (const [name, run] of Object.entries(parts)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      const root = makeRoot();
      const started = Date.now();
      try {
        report.add(name, await run({ ...prepared, root }), Date.now() - started);
      } catch (error) {
        report.fail(name, error);
      } finally {
        removeRoot(root);
      }
    }
  }
  return report.end();
}

async function prepare(report) {
  try {
    const host = ensureHost();
    if (process.env.TEST_REUSE) return { host, ...unpackedBefore() };
    const vsix = packageExtension();
    return { host, ...(await unpackExtension(host, vsix)) };
  } catch (error) {
    if (error instanceof HostError) process.stderr.write(`\n${error.message}\n`);
    report.fail('preparation', error);
    return undefined;
  }
}

/** With a folder that is a Git repository. */
async function runSuites({ host, extension, root }) {
  const tests = await buildSuites('suites', join(extension, 'suites'));
  const providers = await startProviders();
  try {
    const env = { ...passedOn(), ...providers.env };
    return await runInHost(host, { root, folder: makeWorkspace(root), extension, tests, env });
  } finally {
    await providers.stop();
  }
}

/** Without a folder, and without Git: as the editor sees it, Git that is turned off is as missing as one that is not installed. */
async function runBare({ host, extension, root }) {
  const tests = await buildSuites('bare', join(extension, 'suites'));
  const env = { ...passedOn(), DOWNTIER_TEST_FOLDER: makeWorkspace(root, { repository: false }) };
  return runInHost(host, { root, extension, tests, env, settings: { 'git.enabled': false } });
}

async function runUi(prepared) {
  Object.assign(stage, prepared);
  return runHere(join(testFolder, 'ui'));
}
