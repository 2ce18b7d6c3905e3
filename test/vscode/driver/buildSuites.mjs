import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { testFolder } from './places.mjs';

/**
 * Bundles the suites of one folder of test/vscode into `to`/index.cjs, the module the extension host is told to run. It has to lie within the
 * extension's folder: only then do the suites share its `vscode`, and can answer the questions it asks a user.
 */
export async function buildSuites(name, to) {
  const folder = join(testFolder, name);
  const suites = readdirSync(folder)
    .filter((file) => file.endsWith('.suite.ts'))
    .sort();
  const run = join(testFolder, 'suites/support/run.ts');
  const entry = [`export { run } from ${JSON.stringify(run)};`, ...suites.map((file) => `import './${file}';`)];
  // Mocha loads files while it runs, so it stays outside; the suites do not lie where it would be found.
  const mocha = createRequire(import.meta.url).resolve('mocha');
  const outsideMocha = {
    name: 'mocha stays outside',
    setup: ({ onResolve }) => onResolve({ filter: /^mocha$/ }, () => ({ path: mocha, external: true })),
  };
  const outfile = join(to, `${basename(name)}.cjs`);
  await build({
    stdin: { contents: entry.join('\n'), resolveDir: folder, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: 'inline',
    external: ['vscode'],
    plugins: [outsideMocha],
    logLevel: 'warning',
  });
  return outfile;
}
