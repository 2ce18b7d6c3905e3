import { readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Locks held by this process; the process id in a lock file cannot tell a second holder of its own from one left by a crash. */
const held = new Set<string>();

/**
 * The lock file holds the owner's process id; one whose process is gone was left by a crash and is taken over.
 * @param busy makes the error to throw when another holder is alive
 * @throws that error, and what the file system refuses with
 */
export function takeLock(lock: string, busy: (pid: number) => Error): void {
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      held.add(resolve(lock));
      return;
    } catch (error) {
      if (!isCode(error, 'EEXIST') || tries > 0) throw error;
    }
    const owner = Number(readFileSync(lock, 'utf8'));
    if (owner === process.pid ? held.has(resolve(lock)) : isRunning(owner)) throw busy(owner);
    unlinkSync(lock);
  }
}

/** Somebody may have removed the folder meanwhile. */
export function releaseLock(lock: string): void {
  held.delete(resolve(lock));
  rmSync(lock, { force: true });
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return isCode(error, 'EPERM');
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
