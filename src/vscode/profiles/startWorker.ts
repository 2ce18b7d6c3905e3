import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EngineWorker } from './engineThread.ts';

/** The extension host's own flags are not for this thread. Its console would end up in the host's: nothing is written there. */
export function startWorker(extensionFolder: string): EngineWorker {
  return new Worker(join(extensionFolder, 'dist', 'profile-worker.js'), { name: 'downtier', execArgv: [] });
}
