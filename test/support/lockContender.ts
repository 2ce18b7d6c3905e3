import { existsSync } from 'node:fs';
import { takeLock } from '../../src/node/fileLock.ts';

// A process that wants a lock as soon as the file `<lock>.go` is there, together with others.
process.on('message', ({ lock }: { readonly lock: string }) => {
  process.send?.('ready', () => {
    while (!existsSync(`${lock}.go`));
    process.send?.(taken(lock) ? 'taken' : 'refused');
  });
});

function taken(lock: string): boolean {
  try {
    takeLock(lock, (pid) => new Error(`held by ${pid}`));
    return true;
  } catch {
    return false; // another was quicker
  }
}
