/** What the functions of this folder accept. Outside it they throw a RangeError that states the rule and the value, so that no NaN comes out. */

/** A whole number in 0..most. */
export function checkCount(name: string, value: number, most: number = Number.MAX_SAFE_INTEGER): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > most) {
    const range = most === Number.MAX_SAFE_INTEGER ? '>= 0' : `in 0..${most}`;
    throw new RangeError(`${name} must be a whole number ${range}, got ${value}`);
  }
}

/** A probability, its ends included. */
export function checkRate(rate: number): void {
  if (!(0 <= rate && rate <= 1)) throw new RangeError(`a rate must lie in 0..1, got ${rate}`);
}

/** A probability strictly between 0 and 1: an error level, a confidence, a rate to be tested. */
export function checkOpenRate(name: string, rate: number): void {
  if (!(0 < rate && rate < 1)) throw new RangeError(`${name} must lie strictly between 0 and 1, got ${rate}`);
}
