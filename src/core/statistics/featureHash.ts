/**
 * FNV-1a over UTF-16 units, a unit at a time, so that runs of characters and pairs of words need no strings of their own:
 * `finishedHash(extendedHash(extendedHash(startedHash(salt), a), b))`. The salt keeps equal strings of different kinds apart.
 */
export function startedHash(salt: number): number {
  return extendedHash(0x811c9dc5, salt);
}

export function extendedHash(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

/**
 * FNV's low bits depend on few characters; folding the high bits down makes any of them fit as a bucket number.
 * @returns a signed 32-bit integer; `& (buckets - 1)` makes it a bucket.
 */
export function finishedHash(hash: number): number {
  const folded = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return folded ^ (folded >>> 13);
}
