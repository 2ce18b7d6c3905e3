import Module from 'node:module';
import { type CodeLensProvider, type DocumentSelector, languages } from 'vscode';

/** What the extension itself takes, without the workbench around it. */
export const own: { activationMs: number; readonly lensMs: number[] } = { activationMs: Number.NaN, lensMs: [] };

type Load = (request: string, ...rest: readonly unknown[]) => unknown;
interface Loaded {
  activate(context: unknown): unknown;
}

const loader = Module as unknown as { _load: Load };
const load = loader._load;
loader._load = function (this: unknown, request, ...rest) {
  if (!request.endsWith('extension.cjs')) return load.call(this, request, ...rest);
  const started = performance.now();
  const loaded = load.call(this, request, ...rest) as Loaded;
  const loadingMs = performance.now() - started;
  return {
    ...loaded,
    activate(context: unknown): unknown {
      const called = performance.now();
      const result = loaded.activate(context);
      own.activationMs = loadingMs + performance.now() - called;
      return result;
    },
  };
};

const register = languages.registerCodeLensProvider.bind(languages);
Object.assign(languages, {
  registerCodeLensProvider: (selector: DocumentSelector, provider: CodeLensProvider) =>
    register(selector, {
      onDidChangeCodeLenses: provider.onDidChangeCodeLenses,
      async provideCodeLenses(document, token) {
        const started = performance.now();
        const found = await provider.provideCodeLenses(document, token);
        own.lensMs.push(performance.now() - started);
        return found;
      },
    } as CodeLensProvider),
});
