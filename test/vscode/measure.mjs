// Measures inside a real VS Code; the last line of standard output is a JSON array of `{what, value, unit}`. Run by test/benchmarks/editor.ts.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSuites } from './driver/buildSuites.mjs';
import { ensureHost } from './driver/ensureHost.mjs';
import { makeRoot, makeWorkspace, removeRoot } from './driver/makeFolder.mjs';
import { packageExtension, unpackExtension } from './driver/package.mjs';
import { runInHost } from './driver/runInHost.mjs';

const host = ensureHost();
const vsix = packageExtension();
const { extension } = await unpackExtension(host, vsix);
waitForBeingAsked(join(extension, 'package.json'));
const root = makeRoot();
try {
  const measures = join(root, 'measures.json');
  const tests = await buildSuites('measure', join(extension, 'suites'));
  const results = await runInHost(host, {
    root,
    folder: makeWorkspace(root),
    extension,
    tests,
    env: { DOWNTIER_MEASURES: measures },
  });
  const failed = results.find(({ state }) => state === 'failed');
  if (failed) throw new Error(`${failed.title}: ${failed.error}`);
  const size = { what: 'size of the .vsix', value: statSync(vsix).size, unit: 'bytes' };
  process.stdout.write(`${JSON.stringify([...JSON.parse(readFileSync(measures, 'utf8')), size])}\n`);
} finally {
  removeRoot(root);
}

/** The measured copy starts when it is told to, not by itself: only then can the time it takes be seen. */
function waitForBeingAsked(file) {
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...manifest, activationEvents: [] }));
}
