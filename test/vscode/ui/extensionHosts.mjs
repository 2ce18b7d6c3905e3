import { readdirSync, readFileSync } from 'node:fs';

/** Extension hosts among the descendants of a process. */
export function extensionHosts(ancestor) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = quietly(() => readFileSync(`/proc/${name}/stat`, 'latin1'));
    if (stat) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const descends = (pid) => pid === ancestor || (parents.has(pid) && descends(parents.get(pid)));
  return [...parents.keys()].filter((pid) => descends(pid) && isExtensionHost(pid));
}

export function isExtensionHost(pid) {
  return quietly(() => readFileSync(`/proc/${pid}/cmdline`, 'latin1'))?.includes('--type=extensionHost') === true;
}

/** Processes end while they are looked at. */
function quietly(look) {
  try {
    return look();
  } catch {
    return undefined; // gone meanwhile
  }
}
