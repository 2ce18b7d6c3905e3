import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';

/**
 * The import rules of ARCHITECTURE.md. A room is a folder of src (core counts by its own folders, its loose files are the foundation).
 * Each room lists the rooms it may import from besides itself and the foundation.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  'core/statistics': [],
  'core/models': ['core/datasets'],
  'core/datasets': [],
  'core/prompts': ['core/models', 'core/datasets'],
  'core/equivalence': ['core/models'],
  'core/policies': ['core/statistics', 'core/models'],
  'core/students': ['core/statistics'],
  'core/calls': ['core/models'],
  'core/routing': ['core/models'],
  'core/profiling': [
    'core/calls',
    'core/policies',
    'core/equivalence',
    'core/datasets',
    'core/models',
    'core/prompts',
    'core/routing',
    'core/statistics',
  ],
  'core/wording': ['core/models', 'core/policies', 'core/profiling', 'core/routing'],
  providers: ['core/*'],
  node: ['core/*'],
  runtime: ['core/*', 'node', 'providers'],
  engine: ['core/*', 'node', 'providers', 'runtime'],
  gateway: ['core/*', 'runtime'],
  cli: ['core/*', 'node', 'providers', 'engine', 'runtime', 'gateway'],
  vscode: ['core/*', 'node', 'providers', 'engine', 'runtime', 'webview'],
  // Types of results, for drawing them, and sentences about them.
  webview: ['core/profiling', 'core/wording', 'core/statistics', 'core/equivalence'],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

const root = join(import.meta.dirname, '..');
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/${name}`);
const imports = files.flatMap((file) => importsOf(file));

describe('architecture', () => {
  it('finds the source', () => {
    assert.ok(files.length > 50, `only ${files.length} files found`);
    assert.ok(imports.length > 200, `only ${imports.length} imports found`);
  });

  it('every import stays within what its room may use', () => {
    const broken = imports.filter(({ from, to }) => isOwn(to) && !allowed(roomOf(from), roomOf(to)));
    assert.deepEqual(broken, []);
  });

  it('core uses no vscode, no Node, no network, no clock and no chance of its own', () => {
    const foreign = imports.filter(
      ({ from, to }) =>
        from.startsWith('src/core/') && (to === 'vscode' || to.startsWith('node:') || builtinModules.includes(to)),
    );
    assert.deepEqual(foreign, []);
    const impure = files
      .filter((file) => file.startsWith('src/core/'))
      .filter((file) =>
        /\b(Math\.random|Date\.now|performance\.now|setTimeout|setInterval|fetch)\s*\(|new Date\(\)/.test(codeOf(file)),
      );
    assert.deepEqual(impure, []);
  });

  it('only src/vscode imports vscode', () => {
    assert.deepEqual(
      imports.filter(({ from, to }) => to === 'vscode' && !from.startsWith('src/vscode/')),
      [],
    );
  });

  it('there are no cycles between files', () => {
    assert.deepEqual(findCycle(), undefined);
  });
});

function importsOf(file: string): Import[] {
  const specifiers = codeOf(file).matchAll(
    /(?:^|\n|;)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g,
  );
  return [...specifiers].map(([, fixed, dynamic]) => {
    const specifier = fixed ?? dynamic ?? '';
    const to = specifier.startsWith('.') ? relative(root, join(root, dirname(file), specifier)) : specifier;
    return { from: file, to };
  });
}

function codeOf(file: string): string {
  return readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}

function isOwn(path: string): boolean {
  return path.startsWith('src/');
}

/** `src/core/profiling/smart.ts` -> `core/profiling`; `src/core/errors.ts` -> `core`; `src/cli/main.ts` -> `cli`. */
function roomOf(file: string): string {
  const [, top = '', second = ''] = file.split('/');
  return top === 'core' && !second.endsWith('.ts') ? `core/${second}` : top;
}

function allowed(from: string, to: string): boolean {
  if (from === to || to === 'core') return true;
  const rooms = mayImport[from] ?? [];
  return rooms.includes(to) || (to.startsWith('core/') && rooms.includes('core/*'));
}

function findCycle(): string[] | undefined {
  const edges = new Map<string, string[]>();
  for (const { from, to } of imports) if (isOwn(to)) edges.set(from, [...(edges.get(from) ?? []), to]);
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of edges.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of files) {
    const cycle = visit(file, []);
    if (cycle) return cycle;
  }
  return undefined;
}
