import { InputError } from '../errors.ts';
import type { Tolerance } from './numeric.ts';

/** A tolerance that was written wrongly. */
export class ToleranceError extends InputError {
  readonly tolerance: string;

  constructor(tolerance: string) {
    super(`"${tolerance}" is no tolerance: write a number of at least 0, for example 0.01, or a share such as 1 %.`);
    this.tolerance = tolerance;
  }
}

/**
 * Reads `0.01` as absolute and `1 %` as a share of the larger number.
 *
 * @throws ToleranceError
 */
export function parseTolerance(text: string): Tolerance {
  const [, digits, sign] = /^\s*(\d*\.?\d+(?:e-?\d+)?)\s*(%?)\s*$/i.exec(text) ?? [];
  const value = Number(digits);
  if (digits === undefined || !Number.isFinite(value)) throw new ToleranceError(text);
  return sign === '%' ? { relative: value / 100 } : { absolute: value };
}
