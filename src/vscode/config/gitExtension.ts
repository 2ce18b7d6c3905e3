import { type Event, extensions, Uri } from 'vscode';

/** What is used of the API (version 1) of VS Code's built-in Git extension. */
export interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: Event<'uninitialized' | 'initialized'>;
  readonly git: { readonly path: string };
  getRepository(uri: Uri): GitRepository | null;
  getRepositoryRoot?(uri: Uri): Promise<Uri | null>;
  openRepository?(root: Uri): Promise<GitRepository | null>;
}

export interface GitRepository {
  readonly rootUri: Uri;
  readonly state: {
    readonly indexChanges: readonly GitChange[];
    readonly workingTreeChanges: readonly GitChange[];
    readonly untrackedChanges?: readonly GitChange[];
    readonly mergeChanges: readonly GitChange[];
  };
  status(): Promise<void>;
  add(paths: string[]): Promise<void>;
  /** Takes paths out of the index again. */
  revert(paths: string[]): Promise<void>;
  commit(message: string): Promise<void>;
}

export interface GitChange {
  readonly uri: Uri;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

const DISCOVERY_MS = 10_000;

/** The API once the extension has looked for repositories; undefined where Git or its extension is missing, turned off, or not trusted to run. */
export async function openGit(): Promise<GitApi | undefined> {
  const extension = extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return undefined;
  const git = extension.isActive ? extension.exports : await extension.activate();
  if (!git.enabled) return undefined;
  const api = git.getAPI(1);
  await discovered(api);
  return api;
}

/** The repository that a file is in; undefined: none. */
export async function repositoryOf(api: GitApi, file: Uri): Promise<GitRepository | undefined> {
  const known = api.getRepository(file);
  if (known) return known;
  // A repository above the workspace folder is not opened by itself. Git is started in the folder that is given, so it has to be one.
  const root = await api.getRepositoryRoot?.(Uri.joinPath(file, '..'));
  return (root && (await api.openRepository?.(root))) ?? undefined;
}

function discovered(api: GitApi): Promise<void> {
  if (api.state === 'initialized') return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    };
    const timer = setTimeout(finish, DISCOVERY_MS);
    const listener = api.onDidChangeState(finish);
  });
}
