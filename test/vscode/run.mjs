// `npm run test:vscode`: the suites inside the extension host of a real VS Code, then runs through its user interface, all against the packaged
// extension. `-- suites`, `-- bare` and so on: only these parts. TEST_GREP: only tests whose names match. TEST_REUSE: with the package of the run
// before. Exit code: 0 all passed or, where no VS Code can be had, were skipped (with CI=true that fails); 1 a test failed; 2 the run did not work.
import { join } from 'node:path';
import { ensureHost, HostError } from './driver/ensureHost.mjs';
import { makeRoot, removeRoot } from './driver/makeFolder.mjs';
import { packageExtension, unpackExtension, unpackedBefore } from './driver/package.mjs';
import { broken, parts } from './driver/parts.mjs';
import { Report } from './driver/report.mjs';

const known = { ...parts, ...broken };
const asked = process.argv.slice(2);
const wanted = asked.length > 0 ? asked : Object.keys(parts);
const unknown = wanted.filter((name) => !(name in known));
if (unknown.length > 0) {
  process.stderr.write(`Unknown part: ${unknown.join(', ')}. There are ${Object.keys(known).join(', ')}.\n`);
  process.exit(2);
}

process.exitCode = await main();

async function main() {
  const report = new Report();
  const prepared = await prepare(report);
  for (const name of prepared ? wanted : []) {
    const root = makeRoot();
    const started = Date.now();
    try {
      report.add(name, await known[name].run({ ...prepared, root }), Date.now() - started);
    } catch (error) {
      report.fail(name, error);
    } finally {
      removeRoot(root);
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
    if (error instanceof HostError && !isContinuousIntegration()) {
      process.stdout.write(`\nSkipped, since no VS Code can be run here. ${error.message}\n`);
      report.skip(wanted.flatMap((name) => known[name].files.map((file) => join(name, file))));
    } else report.fail('preparation', error);
    return undefined;
  }
}

/** There a suite that is passed over would not be noticed. */
function isContinuousIntegration() {
  return !['', '0', 'false'].includes(process.env.CI ?? '');
}
