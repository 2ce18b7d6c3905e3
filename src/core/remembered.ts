/** What was found under the key before, or what is found now; undefined is remembered as well. */
export function remembered<Key, T>(memory: Map<Key, T>, key: Key, find: (key: Key) => T): T {
  const known = memory.get(key);
  if (known !== undefined || memory.has(key)) return known as T;
  const found = find(key);
  memory.set(key, found);
  return found;
}
