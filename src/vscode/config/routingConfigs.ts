import { Disposable, type Event, EventEmitter, type TextDocument, Uri, workspace } from 'vscode';
import type { ConfigCheck } from '../../engine/checkConfigs.ts';
import type { Analysis } from '../analysis/analysisThread.ts';
import type { Services } from '../services.ts';
import { debounce } from './debounce.ts';

/** A routing config with what is left of its promise. */
export interface CheckedConfig {
  readonly uri: Uri;
  readonly check: ConfigCheck;
}

const CONFIG_ENDING = '.cascade.json';
const CONFIG_FILES = `**/*${CONFIG_ENDING}`;
/** What a config may rest on besides itself. */
const WATCHED_FILES = '**/*.{json,prompty,prompt,yml,yaml,md,txt,csv,tsv,jsonl,parquet}';
const PASSED_OVER = '**/{node_modules,.git,.downtier}/**';
const MOST_CONFIGS = 2000;
/** Long enough to let a burst of events pass, short enough to feel at once. */
const SETTLE_MS = 250;

/** The routing configs of the workspace and of open editors, checked again whenever they or something they rest on changes. */
export class RoutingConfigs implements Disposable {
  readonly #analysis: Analysis;
  readonly #log: Services['log'];
  readonly #checked = new Map<string, CheckedConfig>();
  /** The check begun last of each config: one begun before does not overwrite what it finds, and is done when it is. */
  readonly #newest = new Map<string, Promise<void>>();
  readonly #due = new Set<string>();
  readonly #changed = new EventEmitter<void>();
  readonly #settle = debounce(() => void this.#checkDue(), SETTLE_MS);
  readonly #disposables: Disposable;
  #disposed = false;

  constructor(services: Pick<Services, 'settings' | 'log'>, analysis: Analysis) {
    this.#analysis = analysis;
    this.#log = services.log;
    const watcher = workspace.createFileSystemWatcher(WATCHED_FILES);
    this.#disposables = Disposable.from(
      this.#changed,
      this.#settle,
      watcher,
      watcher.onDidCreate((uri) => this.#touched(uri)),
      watcher.onDidChange((uri) => this.#touched(uri)),
      watcher.onDidDelete((uri) => this.#touched(uri)),
      workspace.onDidSaveTextDocument(({ uri }) => this.#touched(uri)),
      workspace.onDidOpenTextDocument((document) => this.#opened(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.#opened(document)),
      workspace.onDidCloseTextDocument(({ uri }) => this.#touched(uri)),
      workspace.onDidChangeWorkspaceFolders(() => void this.checkAll()),
      services.settings.onDidChange(() => this.#checkKnown()),
    );
    for (const document of workspace.textDocuments) this.#opened(document);
  }

  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  /** By path. */
  get all(): readonly CheckedConfig[] {
    return [...this.#checked.values()].sort((a, b) => (a.uri.path < b.uri.path ? -1 : 1));
  }

  at(uri: Uri): CheckedConfig | undefined {
    return this.#checked.get(uri.toString());
  }

  /** The config that is about this prompt. */
  forPrompt(uri: Uri): CheckedConfig | undefined {
    return this.all.find(({ check }) => check.promptFile === uri.fsPath);
  }

  /** Looks for configs anew and checks every one. */
  async checkAll(): Promise<readonly CheckedConfig[]> {
    const found = await workspace.findFiles(CONFIG_FILES, PASSED_OVER, MOST_CONFIGS);
    const uris = new Map([...found, ...openConfigs()].map((uri) => [uri.toString(), uri]));
    for (const key of this.#checked.keys()) if (!uris.has(key)) this.#checked.delete(key);
    await Promise.all([...uris.values()].map((uri) => this.#check(uri)));
    if (!this.#disposed) this.#changed.fire();
    return this.all;
  }

  dispose(): void {
    this.#disposed = true;
    this.#disposables.dispose();
  }

  #opened({ uri }: TextDocument): void {
    if (isConfig(uri)) this.#request(uri);
  }

  #touched(uri: Uri): void {
    if (isConfig(uri)) this.#request(uri);
    for (const { uri: config, check } of this.#checked.values()) {
      if (uri.fsPath === check.promptFile || uri.fsPath === check.datasetFile) this.#request(config);
    }
  }

  #checkKnown(): void {
    for (const { uri } of this.#checked.values()) this.#request(uri);
  }

  #request(uri: Uri): void {
    this.#due.add(uri.toString());
    this.#settle.request();
  }

  async #checkDue(): Promise<void> {
    const due = [...this.#due].map((text) => Uri.parse(text, true));
    this.#due.clear();
    await Promise.all(due.map((uri) => this.#check(uri)));
    if (!this.#disposed) this.#changed.fire();
  }

  #check(uri: Uri): Promise<void> {
    const key = uri.toString();
    const isNewest = () => this.#newest.get(key) === check;
    const check: Promise<void> = this.#keep(uri, isNewest).then(() => (isNewest() ? undefined : this.#newest.get(key)));
    this.#newest.set(key, check);
    return check;
  }

  async #keep(uri: Uri, isNewest: () => boolean): Promise<void> {
    const key = uri.toString();
    try {
      const check = await this.#look(uri);
      if (!isNewest()) return;
      if (check) this.#checked.set(key, { uri, check });
      else this.#checked.delete(key);
    } catch (error) {
      this.#log.error(`${uri.fsPath} could not be checked: ${String(error)}`); // it keeps what is known of it
    }
  }

  /** @returns undefined when the file is gone */
  async #look(uri: Uri): Promise<ConfigCheck | undefined> {
    const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (!open && !(await exists(uri))) return undefined;
    return this.#analysis.ask('config', { file: uri.fsPath, text: open?.getText() }, uri);
  }
}

export function isConfig(uri: Uri): boolean {
  return uri.scheme === 'file' && uri.path.endsWith(CONFIG_ENDING);
}

function openConfigs(): Uri[] {
  return workspace.textDocuments.map(({ uri }) => uri).filter(isConfig);
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false; // gone, or never there
  }
}
