// Builds everything that ships into dist/. `node esbuild.mjs --watch` builds again on every change.
import { rmSync } from 'node:fs';
import { context } from 'esbuild';

const common = { bundle: true, sourcemap: true, minify: true, keepNames: true, logLevel: 'warning' };

/** Bundled CommonJS packages still ask for Node's own modules with `require`, which an ES module does not have. */
const requireForModules = {
  js: "import { createRequire as downtierRequire } from 'node:module'; const require = downtierRequire(import.meta.url);",
};

const builds = [
  // Run by Node: the command, the runtime, and the sample server as a process of its own. Heavy packages load as chunks on first use.
  {
    ...common,
    entryPoints: {
      cli: 'src/cli/main.ts',
      runtime: 'src/runtime/index.ts',
      'sample-server': 'src/providers/sample/main.ts',
    },
    outdir: 'dist',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    banner: requireForModules,
  },
  // Run by VS Code's extension host.
  {
    ...common,
    entryPoints: ['src/vscode/extension.ts'],
    outfile: 'dist/extension.cjs',
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['vscode'],
  },
];

rmSync('dist', { recursive: true, force: true });
const contexts = await Promise.all(builds.map((build) => context(build)));
if (process.argv.includes('--watch')) {
  await Promise.all(contexts.map((build) => build.watch()));
} else {
  await Promise.all(contexts.map((build) => build.rebuild()));
  await Promise.all(contexts.map((build) => build.dispose()));
}
