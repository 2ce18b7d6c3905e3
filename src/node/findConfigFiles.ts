import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../core/errors.ts';

/** A path on the command line that leads nowhere. */
export class NoSuchPathError extends InputError {
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`${path} does not exist or cannot be read; check the path.`, { cause });
    this.path = path;
  }
}

const passedOver: ReadonlySet<string> = new Set(['node_modules', '.git', '.downtier']);

/**
 * The routing configs at each path: a file counts whatever its name, a folder is searched for `*.cascade.json`. Sorted, each once; links to folders are not
 * followed. Rejects with NoSuchPathError.
 */
export async function findConfigFiles(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map((path) => configsAt(path)));
  return [...new Set(found.flat())].sort();
}

async function configsAt(path: string): Promise<string[]> {
  try {
    return (await stat(path)).isDirectory() ? await configsWithin(path) : [path];
  } catch (error) {
    throw error instanceof NoSuchPathError ? error : new NoSuchPathError(path, error);
  }
}

async function configsWithin(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new NoSuchPathError(folder, error);
  });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return passedOver.has(entry.name) ? [] : configsWithin(path);
      return entry.name.endsWith('.cascade.json') ? [path] : [];
    }),
  );
  return found.flat();
}
