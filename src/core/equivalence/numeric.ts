import { sameExact } from './exact.ts';
import { readLastNumber } from './lastNumber.ts';
import type { SameText } from './sameText.ts';

/** How far apart two numbers may be and still count as the same: the larger of the two allowances. */
export interface Tolerance {
  /** In the numbers' own unit, at least 0. Default 0. */
  readonly absolute?: number | undefined;
  /** Share of the larger magnitude, at least 0. Default 0. */
  readonly relative?: number | undefined;
}

/**
 * The last numbers of both are equal within the tolerance. Two texts without a number are compared exactly; a number and no number deviate.
 *
 * @throws RangeError when a tolerance is negative or not finite
 */
export function sameNumber({ absolute = 0, relative = 0 }: Tolerance = {}): SameText {
  for (const tolerance of [absolute, relative]) {
    if (!(0 <= tolerance && tolerance < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a tolerance must be a finite number of at least 0, got ${tolerance}`);
    }
  }
  return (one, other) => {
    const first = readLastNumber(one);
    const second = readLastNumber(other);
    if (first === undefined && second === undefined) return sameExact(one, other);
    if (first === undefined || second === undefined) return false;
    const allowed = Math.max(absolute, relative * Math.max(Math.abs(first), Math.abs(second)));
    return Math.abs(first - second) <= allowed;
  };
}
