import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootFolder } from './places.mjs';

/** A temporary folder of a run; its path is short. */
export function makeRoot() {
  return mkdtempSync(join(tmpdir(), 'dt-'));
}

export function removeRoot(root) {
  // Processes that have just been stopped may still let go of files.
  rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** A workspace folder with the sample in `support/`, in a Git repository with one commit unless told otherwise. */
export function makeWorkspace(root, { repository = true, name = 'shop' } = {}) {
  const folder = join(root, name);
  mkdirSync(join(folder, 'support'), { recursive: true });
  for (const name of ['triage.prompty', 'tickets.csv']) {
    cpSync(join(rootFolder, 'media/sample', name), join(folder, 'support', name));
  }
  if (repository) commitAll(folder);
  return folder;
}

/** @returns the file of a workspace of two such folders */
export function makeTwoFolders(root) {
  const folders = ['shop', 'branch'].map((name) => ({ path: makeWorkspace(root, { name }) }));
  const file = join(root, 'both.code-workspace');
  writeFileSync(file, JSON.stringify({ folders }));
  return file;
}

function commitAll(folder) {
  const git = (...args) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Test');
  git('config', 'user.email', 'test@example.invalid');
  git('config', 'commit.gpgsign', 'false');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'The shop');
}
