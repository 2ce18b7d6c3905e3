import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Locks held by this process; the process id in a lock file cannot tell a second holder of its own from one left by a crash. */
const held = new Set<string>();

/** As often as it may be let go of just then. */
const MOST_TRIES = 100;

/**
 * The lock file holds the owner's process id; one whose process is gone was left by a crash and is taken over. Of any number of processes that try at
 * once exactly one gets it.
 * @param busy makes the error to throw when another holder is alive
 * @throws that error, and what the file system refuses with
 */
export function takeLock(lock: string, busy: (pid: number) => Error): void {
  const draft = `${lock}.${process.pid}.tmp`;
  writeFileSync(draft, String(process.pid));
  try {
    for (let tries = 0; !isPlaced(draft, lock) && !isTakenOver(draft, lock, busy); tries++)
      if (tries === MOST_TRIES) throw new Error(`${lock} can be neither made nor read`);
    held.add(resolve(lock));
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A lock of a crash is replaced by one process at a time: what two have seen to be left behind may be held by the quicker one when the other acts. */
function isTakenOver(draft: string, lock: string, busy: (pid: number) => Error): boolean {
  if (!isLeft(lock, busy)) return false;
  const turn = `${lock}.takeover`;
  takeLock(turn, busy);
  try {
    if (!isLeft(lock, busy)) return false;
    renameSync(draft, lock);
    return true;
  } finally {
    releaseLock(turn);
  }
}

/** @returns false: it has been let go of meanwhile @throws what `busy` makes when its owner is alive */
function isLeft(lock: string, busy: (pid: number) => Error): boolean {
  const owner = ownerOf(lock);
  if (owner === undefined) return false;
  if (owner === process.pid ? held.has(resolve(lock)) : isRunning(owner)) throw busy(owner);
  return true;
}

/** Puts the lock there together with its content, since an empty one would be taken for a crash's. @returns false: there is one */
function isPlaced(draft: string, lock: string): boolean {
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
  }
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' }); // a file system without hard links
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** @returns undefined: there is no lock; 0: it holds no process id */
function ownerOf(lock: string): number | undefined {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
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
