// Measures inside a real VS Code; the last line of standard output is a JSON array of `{what, value, unit, repeats, least, most}`, the value being the
// median. Everything is measured in several hosts one after another, since much of it (activation, the first lens) happens once in each.
// Run by test/benchmarks/editor.ts.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSuites } from './driver/buildSuites.mjs';
import { ensureHost } from './driver/ensureHost.mjs';
import { makeRoot, makeWorkspace, removeRoot } from './driver/makeFolder.mjs';
import { packageExtension, unpackExtension } from './driver/package.mjs';
import { runInHost } from './driver/runInHost.mjs';

const HOSTS = 3;

const host = ensureHost();
const vsix = packageExtension();
const { extension } = await unpackExtension(host, vsix);
waitForBeingAsked(join(extension, 'package.json'));
const tests = await buildSuites('measure', join(extension, 'suites'));

const samples = new Map();
for (let turn = 0; turn < HOSTS; turn++) {
  for (const { what, values } of await measured()) samples.set(what, [...(samples.get(what) ?? []), ...values]);
}
const rows = [...samples].map(([what, values]) => summary(what, values, 'ms'));
process.stdout.write(`${JSON.stringify([...rows, summary('size of the .vsix', [statSync(vsix).size], 'bytes')])}\n`);

async function measured() {
  const root = makeRoot();
  try {
    const measures = join(root, 'measures.json');
    const folder = makeWorkspace(root);
    const results = await runInHost(host, { root, folder, extension, tests, env: { DOWNTIER_MEASURES: measures } });
    const failed = results.find(({ state }) => state === 'failed');
    if (failed) throw new Error(`${failed.title}: ${failed.error}`);
    return JSON.parse(readFileSync(measures, 'utf8'));
  } finally {
    removeRoot(root);
  }
}

function summary(what, values, unit) {
  const sorted = values.map((value) => Number(value.toFixed(1))).sort((a, b) => a - b);
  const value = sorted[sorted.length >> 1];
  return { what, value, unit, repeats: sorted.length, least: sorted[0], most: sorted.at(-1) };
}

/** The measured copy starts when it is told to, not by itself: only then can the time it takes be seen. */
function waitForBeingAsked(file) {
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...manifest, activationEvents: [] }));
}
