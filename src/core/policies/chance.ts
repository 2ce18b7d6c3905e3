/**
 * The chance of an input: uniform in [0, 1), fixed by the seed and the input's text alone, so that a mix, or a tie at a threshold, falls the same way
 * in a profile, the runtime, the command line and the gateway. 53 bits from two 32-bit hashes (FNV-1a with the finaliser of MurmurHash3).
 */
export function chanceOf(seed: number, text: string): number {
  const low = hash(text, seed | 0);
  const high = hash(text, (seed ^ 0x9e3779b9) | 0);
  return (high * 2 ** 21 + (low >>> 11)) / 2 ** 53;
}

function hash(text: string, seed: number): number {
  let state = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
