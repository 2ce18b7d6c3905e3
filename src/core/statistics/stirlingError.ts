import gammaln from '@stdlib/math-base-special-gammaln';

/** From here on the series below is good to a double's last digits: its next term is under 1e-17. */
const SERIES_FROM = 16;
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
/** B_2j / (2j (2j - 1)), the coefficients of Stirling's series. */
const COEFFICIENTS = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156] as const;

/**
 * What Stirling's formula lacks: log Gamma(z) - ((z - 1/2) log z - z + log(2 pi) / 2), for z > 0; about 1 / (12 z).
 *
 * Products of gamma functions are taken through it (Loader 2000, "Fast and accurate computation of binomial probabilities"): log Gamma(10^6) is
 * some 10^7, of which a double keeps nine decimals, and those errors would not cancel where the gamma functions nearly do.
 */
export function stirlingError(z: number): number {
  if (!(z > 0)) throw new RangeError(`z must be > 0, got ${z}`);
  if (z < SERIES_FROM) return gammaln(z) - ((z - 0.5) * Math.log(z) - z + HALF_LOG_TWO_PI);
  const inverseSquare = 1 / (z * z);
  return COEFFICIENTS.reduceRight((sum, coefficient) => sum * inverseSquare + coefficient, 0) / z;
}
