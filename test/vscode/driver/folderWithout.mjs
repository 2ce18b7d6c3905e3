import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Makes a folder that, as the whole PATH, holds every program of this machine but one and its companions (`git`, `git-shell`). @returns it */
export function folderWithout(program, folder) {
  mkdirSync(folder, { recursive: true });
  const taken = new Set();
  for (const place of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of programsOf(place)) {
      if (taken.has(name) || name === program || name.startsWith(`${program}-`)) continue;
      taken.add(name);
      symlinkSync(join(place, name), join(folder, name));
    }
  }
  return folder;
}

function programsOf(place) {
  try {
    return readdirSync(place);
  } catch {
    return []; // PATH may name folders that are not there
  }
}
