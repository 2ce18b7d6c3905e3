import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';

/** A seeded source of chance: the same seed gives the same draws on every machine. */
export interface Random {
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer in [0, below). `below` must be a positive safe integer. */
  integer(below: number): number;
}

/** @param seed any safe integer; it is recorded in every result that chance had a part in. */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`a seed must be a safe integer, got ${seed}`);
  const generator = mersenne(seed);
  return {
    uniform: () => uniformFloat64(generator),
    integer(below) {
      if (!Number.isSafeInteger(below) || below < 1)
        throw new RangeError(`integer(below) needs below >= 1, got ${below}`);
      return uniformInt(generator, 0, below - 1);
    },
  };
}

/** A new array in seeded random order (Fisher-Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    const swapped = result[last] as T;
    result[last] = result[other] as T;
    result[other] = swapped;
  }
  return result;
}
