import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Disposable, workspace } from 'vscode';
import type { Services } from '../services.ts';

/** Serves the JSON Schema that configs name in `$schema` (`downtier://schemas/routing-config-1.json`) from the extension: nothing is fetched. */
export function serveConfigSchema({ extensionFolder }: Pick<Services, 'extensionFolder'>): Disposable {
  const file = join(extensionFolder, 'media', 'routing-config.schema.json');
  return workspace.registerTextDocumentContentProvider('downtier', {
    provideTextDocumentContent: ({ path }) => (path === '/routing-config-1.json' ? readFile(file, 'utf8') : undefined),
  });
}
