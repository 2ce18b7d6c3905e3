import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';

/**
 * Makes a folder read-only, for the superuser too: whom modes do not bind gets it mounted read-only over itself.
 * @returns undoes it, also when called again; undefined: this user cannot do it here
 */
export function makeReadOnly(folder: string): (() => void) | undefined {
  if (process.getuid?.() !== 0) {
    chmodSync(folder, 0o555);
    return () => chmodSync(folder, 0o755);
  }
  if (!succeeds('mount', '--bind', folder, folder)) return undefined;
  let mounted = true;
  const undo = (): void => {
    if (mounted) mounted = !succeeds('umount', '--lazy', folder);
  };
  if (succeeds('mount', '-o', 'remount,ro,bind', folder)) return undo;
  undo();
  return undefined;
}

function succeeds(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
