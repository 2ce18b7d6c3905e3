import { Disposable, Uri, workspace } from 'vscode';
import type { FileChoice } from '../../webview/protocol.ts';
import { DATASET_GLOB, IGNORED_GLOB, PROMPT_GLOB } from '../promptFiles.ts';

/** More would be no choice but a directory listing; what is not offered can be browsed for. */
const MOST_OFFERED = 200;

/** The workspace's prompts and datasets, found again when files come and go. What changes inside of them is told on. */
export class FileChoices implements Disposable {
  prompts: readonly FileChoice[] = [];
  datasets: readonly FileChoice[] = [];
  readonly #watching: Disposable;
  readonly #onDidChange: () => void;

  constructor(onDidChange: () => void, onDidTouch: (path: string) => void) {
    this.#onDidChange = onDidChange;
    const watchers = [PROMPT_GLOB, DATASET_GLOB].map((glob) => workspace.createFileSystemWatcher(glob));
    const again = (): void => void this.refresh();
    this.#watching = Disposable.from(
      ...watchers,
      ...watchers.flatMap((watcher) => [
        watcher.onDidCreate(again),
        watcher.onDidDelete(again),
        watcher.onDidChange(({ fsPath }) => onDidTouch(fsPath)),
      ]),
      workspace.onDidChangeWorkspaceFolders(again),
    );
  }

  async refresh(): Promise<void> {
    const [prompts, datasets] = await Promise.all([find(PROMPT_GLOB), find(DATASET_GLOB)]);
    this.prompts = prompts;
    this.datasets = datasets;
    this.#onDidChange();
  }

  dispose(): void {
    this.#watching.dispose();
  }
}

/** As the page shows it, with its folder's name where there are several. */
export function fileChoice(path: string): FileChoice {
  return { path, label: workspace.asRelativePath(Uri.file(path)) };
}

async function find(glob: string): Promise<readonly FileChoice[]> {
  const uris = await workspace.findFiles(glob, IGNORED_GLOB, MOST_OFFERED);
  return uris.map(({ fsPath }) => fileChoice(fsPath)).sort((a, b) => a.label.localeCompare(b.label));
}
