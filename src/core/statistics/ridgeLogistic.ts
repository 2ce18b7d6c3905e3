/** What a fit is made from: `features[i]` are the values of example i, all of one length, and `outcomes[i]` is whether it happened. */
export interface LogisticExamples {
  readonly features: readonly Float64Array[];
  readonly outcomes: readonly boolean[];
}

export interface LogisticFit {
  readonly bias: number;
  /** One a feature, in their order. */
  readonly weights: Float64Array;
}

const MOST_STEPS = 12;
const LONGEST_STEP = 3;
/** Newton's steps square what is left: after a step this long no more than a hundred millionth is. */
const CONVERGED = 1e-4;
/** Keeps the curvature invertible where all predictions are certain. */
const LEAST_CURVATURE = 1e-6;

/**
 * Logistic regression with a ridge of its own for each weight and none for the bias: the mode of the posterior under independent Normal(0, 1 / ridge)
 * weights. Newton's method (iteratively reweighted least squares) with bounded steps, so that separable examples end at finite weights.
 * For few features and some hundreds of examples. No examples give zeros.
 *
 * @param ridges one a feature, > 0
 * @param start where Newton's method sets out; a fit of nearly the same examples saves it most of its steps
 */
export function fitRidgeLogistic(
  { features, outcomes }: LogisticExamples,
  ridges: readonly number[],
  start?: LogisticFit,
): LogisticFit {
  const size = ridges.length + 1;
  const solution = Float64Array.of(start?.bias ?? 0, ...(start?.weights ?? new Float64Array(ridges.length)));
  const slopes = { gradient: new Float64Array(size), curvature: squareOf(size) };
  for (let step = 0; step < MOST_STEPS; step++) {
    sumSlopes({ features, outcomes }, ridges, solution, slopes);
    const move = solvePositive(slopes.curvature, slopes.gradient);
    let longest = 0;
    for (let index = 0; index < size; index++) {
      const change = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, move[index] ?? 0));
      solution[index] = (solution[index] ?? 0) + change;
      longest = Math.max(longest, Math.abs(change));
    }
    if (longest < CONVERGED) break;
  }
  return { bias: solution[0] ?? 0, weights: solution.slice(1) };
}

/** The log-odds a fit gives to these features. */
export function logisticScore({ bias, weights }: LogisticFit, features: Float64Array): number {
  let score = bias;
  for (let index = 0; index < weights.length; index++)
    score += (weights[index] as number) * (features[index] as number);
  return score;
}

/** The probability of a log-odds. */
export function probabilityOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** Of the penalised log-likelihood at `solution`. */
interface Slopes {
  readonly gradient: Float64Array;
  /** Its lower triangle. */
  readonly curvature: readonly Float64Array[];
}

function squareOf(size: number): Float64Array[] {
  return Array.from({ length: size }, () => new Float64Array(size));
}

function sumSlopes(
  { features, outcomes }: LogisticExamples,
  ridges: readonly number[],
  solution: Float64Array,
  { gradient, curvature }: Slopes,
): void {
  const size = solution.length;
  for (let index = 0; index < size; index++) {
    const ridge = index === 0 ? 0 : (ridges[index - 1] as number);
    gradient[index] = -ridge * (solution[index] as number);
    const own = curvature[index] as Float64Array;
    own.fill(0);
    own[index] = ridge + LEAST_CURVATURE;
  }
  const row = new Float64Array(size);
  row[0] = 1;
  for (let example = 0; example < features.length; example++) {
    row.set(features[example] as Float64Array, 1);
    let score = 0;
    for (let index = 0; index < size; index++) score += (solution[index] as number) * (row[index] as number);
    const probability = probabilityOf(score);
    addOuter(curvature, row, probability * (1 - probability));
    const residual = (outcomes[example] ? 1 : 0) - probability;
    for (let index = 0; index < size; index++)
      gradient[index] = (gradient[index] as number) + residual * (row[index] as number);
  }
}

/** Adds weight x row x row' to the lower triangle; most signals of an example are 0. */
function addOuter(matrix: readonly Float64Array[], row: Float64Array, weight: number): void {
  for (let i = 0; i < row.length; i++) {
    const scaled = weight * (row[i] as number);
    if (scaled === 0) continue;
    const target = matrix[i] as Float64Array;
    for (let j = 0; j <= i; j++) target[j] = (target[j] as number) + scaled * (row[j] as number);
  }
}

/** Solves A x = b for a symmetric positive definite A given by its lower triangle, which is overwritten (Cholesky). */
function solvePositive(matrix: readonly Float64Array[], b: Float64Array): Float64Array {
  const size = b.length;
  const x = b.slice();
  for (let i = 0; i < size; i++) {
    const row = matrix[i] as Float64Array;
    for (let j = 0; j <= i; j++) {
      const other = matrix[j] as Float64Array;
      let sum = row[j] as number;
      for (let k = 0; k < j; k++) sum -= (row[k] as number) * (other[k] as number);
      row[j] = i === j ? Math.sqrt(sum) : sum / (other[j] as number);
    }
    let value = x[i] as number;
    for (let k = 0; k < i; k++) value -= (row[k] as number) * (x[k] as number);
    x[i] = value / (row[i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    let value = x[i] as number;
    for (let k = i + 1; k < size; k++) value -= ((matrix[k] as Float64Array)[i] as number) * (x[k] as number);
    x[i] = value / ((matrix[i] as Float64Array)[i] as number);
  }
  return x;
}
