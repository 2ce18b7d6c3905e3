// Builds everything that ships into dist/. `node esbuild.mjs --watch` builds again on every change.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { context } from 'esbuild';
import { tsImport } from 'tsx/esm/api';

const common = { bundle: true, sourcemap: true, minify: true, keepNames: true, logLevel: 'warning' };

/** Bundled CommonJS packages still ask for Node's own modules with `require`, which an ES module does not have. */
const requireForModules = {
  js: "import { createRequire as downtierRequire } from 'node:module'; const require = downtierRequire(import.meta.url);",
};

/** Descriptions are for the JSON Schema of configs, which the runtime never makes: without them and what registers them, zod's registry is left out as well. */
const withoutDescriptions = {
  name: 'without-descriptions',
  setup({ onLoad }) {
    onLoad({ filter: /core\/routing\/described\.ts$/ }, () => ({
      contents: 'export function described(schema) { return schema; }',
    }));
    onLoad({ filter: /core\/routing\/routingConfig\.ts$/ }, ({ path }) => {
      // The sentence that is the last argument of a call.
      const description = /,\s*(?:'[^'\n]* [^'\n]*\.'|"[^"\n]* [^"\n]*\."),?(?=\s*\))/g;
      return { loader: 'ts', contents: readFileSync(path, 'utf8').replaceAll(description, '') };
    });
  },
};

const builds = [
  // Run by Node: the command, the sample server as a process of its own, and the engine's thread in the editor. Heavy packages load as chunks on first use.
  {
    ...common,
    entryPoints: {
      cli: 'src/cli/main.ts',
      'sample-server': 'src/providers/sample/main.ts',
      'profile-worker': 'src/engine/worker/main.ts',
      'analysis-worker': 'src/engine/analysis/main.ts',
    },
    outdir: 'dist',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    banner: requireForModules,
  },
  // Imported by programs, which bring the SDKs: a client of theirs and ours must be of one class. Apart from the command, so that nothing is shared with it.
  {
    ...common,
    entryPoints: { runtime: 'src/runtime/index.ts' },
    outdir: 'dist',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    splitting: true,
    chunkNames: 'runtime/[name]-[hash]',
    external: ['openai', '@anthropic-ai/sdk', '@pydantic/genai-prices', 'gpt-tokenizer'],
    // Names of functions are of no use to programs; those of errors are given back by `errorNames.ts`.
    keepNames: false,
    // yaml as ES modules, which ask for nothing with `require`: the banner would be in every chunk, a kilobyte of what programs load.
    alias: { yaml: './node_modules/yaml/browser/index.js' },
    plugins: [withoutDescriptions],
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
  // Run by the panel's page: dist/webview.js and dist/webview.css.
  {
    ...common,
    entryPoints: [
      { in: 'src/webview/main.ts', out: 'webview' },
      { in: 'src/webview/panel.css', out: 'webview' },
    ],
    outdir: 'dist',
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    // Source maps would have to be let through by the page's content security policy.
    sourcemap: false,
    keepNames: false,
  },
];

// The configs' JSON Schema is data that ships and is committed; a test says when it is not current.
const { routingConfigJsonSchema } = await tsImport('./src/core/routing/routingConfig.ts', import.meta.url);
writeFileSync('media/routing-config.schema.json', `${JSON.stringify(routingConfigJsonSchema(), undefined, 2)}\n`);

rmSync('dist', { recursive: true, force: true });
const contexts = await Promise.all(builds.map((build) => context(build)));
if (process.argv.includes('--watch')) {
  await Promise.all(contexts.map((build) => build.watch()));
} else {
  await Promise.all(contexts.map((build) => build.rebuild()));
  await Promise.all(contexts.map((build) => build.dispose()));
}
