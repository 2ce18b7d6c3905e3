import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import type { Uri } from 'vscode';
import type { GitApi, GitChange, GitRepository } from './gitExtension.ts';

/** How a file stands in its repository before it is committed. */
export interface CommitState {
  /** There is something of this file to commit. */
  readonly changed: boolean;
  /** This file is in the index already. */
  readonly staged: boolean;
  /** Other files in the index; they are to stay there. */
  readonly othersStaged: number;
  /** A merge with conflicts is under way. */
  readonly merging: boolean;
}

export async function commitStateOf(repository: GitRepository, file: Uri): Promise<CommitState> {
  await repository.status();
  const { indexChanges, workingTreeChanges, untrackedChanges = [], mergeChanges } = repository.state;
  const path = realPath(file);
  const isThis = ({ uri }: GitChange): boolean => realPath(uri) === path;
  const staged = indexChanges.some(isThis);
  return {
    changed: staged || workingTreeChanges.some(isThis) || untrackedChanges.some(isThis),
    staged,
    othersStaged: indexChanges.filter((change) => !isThis(change)).length,
    merging: mergeChanges.length > 0,
  };
}

/**
 * Commits exactly this file as it is on disk. What else is in the index stays there, uncommitted and as it is: the API commits the whole index, so
 * with other files in it Git itself is asked to commit the one. On failure the file is as staged or not as it was before. Rejects with Git's error.
 */
export async function commitFile(
  api: GitApi,
  repository: GitRepository,
  { file, message, state }: { readonly file: Uri; readonly message: string; readonly state: CommitState },
): Promise<void> {
  await repository.add([file.fsPath]);
  try {
    if (state.othersStaged === 0) await repository.commit(message);
    else await commitOnly(api.git.path, { folder: repository.rootUri.fsPath, file: file.fsPath, message });
  } catch (error) {
    if (!state.staged) await repository.revert([file.fsPath]);
    throw error;
  }
  await repository.status();
}

function commitOnly(
  git: string,
  { folder, file, message }: { readonly folder: string; readonly file: string; readonly message: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = ['commit', '--only', '--quiet', '--file=-', '--', file];
    const child = execFile(git, args, { cwd: folder }, (error, _out, stderr) => {
      if (error) reject(Object.assign(error, { stderr }));
      else resolve();
    });
    child.stdin?.end(message);
  });
}

/** What Git said, its last lines first of all; extension and command line put it in different places. */
export function gitWords(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  return said || (error instanceof Error ? error.message : String(error));
}

function realPath(uri: Uri): string {
  try {
    return realpathSync(uri.fsPath);
  } catch {
    return uri.fsPath; // deleted: compared as it is named
  }
}
