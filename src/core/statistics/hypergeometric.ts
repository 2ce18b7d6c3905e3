import { logBinomialProbability } from './binomialProbability.ts';
import { checkCount, checkOpenRate } from './domains.ts';

/** A simple random sample without replacement, and what was found in it. */
export interface Sample {
  readonly population: number;
  readonly drawn: number;
  /** Marked items among those drawn. */
  readonly marked: number;
}

/** How a sample is drawn: `marked` items among the `population`, of which `drawn` are taken. */
export interface Urn {
  readonly population: number;
  readonly marked: number;
  readonly drawn: number;
}

/** Terms below this share of the sum do not change a double. */
const NEGLIGIBLE = 1e-18;

/**
 * log P(X = count), where X is the number of marked items among those drawn; -Infinity where impossible. Three binomial probabilities of the
 * common rate drawn / population, as in R's dhyper, which keeps the digits that differences of log-gammas lose.
 */
export function logHypergeometricProbability(count: number, urn: Urn): number {
  const { population, marked, drawn } = urn;
  if (count < leastCount(urn) || count > mostCount(urn)) return Number.NEGATIVE_INFINITY;
  if (drawn === 0 || drawn === population) return 0;
  const rate = drawn / population;
  return (
    logBinomialProbability(count, marked, rate) +
    logBinomialProbability(drawn - count, population - marked, rate) -
    logBinomialProbability(drawn, population, rate)
  );
}

/** P(X = 0), .., P(X = most), as far as X can reach: from its likeliest value downwards and upwards by the ratio of neighbours. */
export function hypergeometricProbabilities(most: number, urn: Urn): Float64Array {
  const start = leastCount(urn);
  const end = Math.min(most, mostCount(urn));
  const probabilities = new Float64Array(Math.max(1, end + 1));
  if (end < start) return probabilities;
  const anchor = Math.max(start, Math.min(likeliestCount(urn), end));
  const first = Math.exp(logHypergeometricProbability(anchor, urn));
  probabilities[anchor] = first;
  for (let x = anchor, term = first; x > start; x--) probabilities[x - 1] = term *= fallingRatio(x, urn);
  for (let x = anchor, term = first; x < end; x++) probabilities[x + 1] = term /= fallingRatio(x + 1, urn);
  return probabilities;
}

/**
 * P(X <= count): the shorter side of the distribution summed from `count` outwards by the ratio of neighbouring terms, which falls on the way
 * out. 0 below the support, 1 from its end on. A lower tail keeps its relative precision however small; below 1e-300 it may come out as 0.
 */
export function hypergeometricLowerTail(count: number, urn: Urn): number {
  checkUrn(urn);
  if (count < leastCount(urn)) return 0;
  if (count >= mostCount(urn)) return 1;
  if (count < likeliestCount(urn)) return tailSum(count, urn, (x) => fallingRatio(x, urn), -1);
  return 1 - tailSum(count + 1, urn, (x) => 1 / fallingRatio(x + 1, urn), 1);
}

function leastCount({ population, marked, drawn }: Urn): number {
  return Math.max(0, drawn + marked - population);
}

function mostCount({ marked, drawn }: Urn): number {
  return Math.min(marked, drawn);
}

function likeliestCount({ population, marked, drawn }: Urn): number {
  return Math.floor(((drawn + 1) * (marked + 1)) / (population + 2));
}

/** P(X = x - 1) / P(X = x). */
function fallingRatio(x: number, { population, marked, drawn }: Urn): number {
  return (x / (marked - x + 1)) * ((population - marked - drawn + x) / (drawn - x + 1));
}

function tailSum(from: number, urn: Urn, ratio: (x: number) => number, step: 1 | -1): number {
  let term = 1;
  let sum = 1;
  // The ratio is 0 at either end of the support, which ends the loop.
  for (let x = from; term > sum * NEGLIGIBLE; x += step) {
    term *= ratio(x);
    sum += term;
  }
  return Math.exp(logHypergeometricProbability(from, urn)) * sum;
}

/**
 * The p-value of H0: more than `limit` items of the population are marked. The tail falls with the number marked, so limit + 1 is the worst case
 * of H0; where the population holds no more than `limit`, H0 is impossible and the p-value 0.
 * Holds for one sample whose size was fixed beforehand.
 */
export function markedPValue(sample: Sample, limit: number): number {
  checkSample(sample);
  checkCount('limit', limit);
  if (limit >= sample.population) return 0;
  return hypergeometricLowerTail(sample.marked, { ...sample, marked: limit + 1 });
}

/**
 * One-sided upper bound on the marked items of the population: the most for which finding as few as this has probability over `alpha`.
 * Below the true number with probability at most alpha. At least what was found, at most that and all not drawn.
 */
export function markedUpperBound(sample: Sample, alpha: number): number {
  checkSample(sample);
  checkOpenRate('alpha', alpha);
  // H0 "more than sample.marked - 1" always holds: at least that many are there.
  return lastWhere(sample.marked, sample.population - sample.drawn + sample.marked, (total) =>
    total === sample.marked ? true : hypergeometricLowerTail(sample.marked, { ...sample, marked: total }) > alpha,
  );
}

/** The last whole number in from..to for which `holds`, which is true at `from` and, once false, stays so. */
export function lastWhere(from: number, to: number, holds: (value: number) => boolean): number {
  let last = from;
  let end = to + 1;
  while (end - last > 1) {
    const middle = last + Math.floor((end - last) / 2);
    if (holds(middle)) last = middle;
    else end = middle;
  }
  return last;
}

export function checkSample({ population, drawn, marked }: Sample): void {
  checkCount('population', population);
  checkCount('drawn', drawn, population);
  checkCount('marked items drawn', marked, drawn);
}

function checkUrn({ population, marked, drawn }: Urn): void {
  checkCount('population', population);
  checkCount('marked', marked, population);
  checkCount('drawn', drawn, population);
}
