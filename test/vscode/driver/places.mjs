import { join } from 'node:path';

export const rootFolder = join(import.meta.dirname, '../../..');
export const testFolder = join(rootFolder, 'test/vscode');
/** What the tests make and may keep between runs; not under version control. */
export const workFolder = join(rootFolder, '.vscode-test');
/** The VS Code host's packages. */
export const hostFolder = join(workFolder, 'host');
/** Pictures of the latest run. */
export const shotsFolder = join(workFolder, 'shots');
