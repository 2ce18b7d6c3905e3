/** What was found under the key before, or what is found now; undefined is remembered as well. */
export function remembered<Key, T>(memory: Map<Key, T>, key: Key, find: () => T): T {
  const known = memory.get(key);
  if (known !== undefined || memory.has(key)) return known as T;
  const found = find();
  memory.set(key, found);
  return found;
}
