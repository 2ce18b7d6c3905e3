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

/** A fit takes some five; it may be many where a ridge is next to nothing. */
const MOST_STEPS = 50;
/** Newton's steps square what is left: after a step this long no more than a hundred millionth is. */
const CONVERGED = 1e-4;
/** Keeps the bias finite where all outcomes are the same. */
const BIAS_RIDGE = 0.01;

/**
 * Logistic regression with a ridge of its own for each weight: the mode of the posterior under independent Normal(0, 1 / ridge) weights, and next to no
 * prior for the bias. Newton's method (iteratively reweighted least squares); a step that would make the fit worse is halved until it does not, for where scores are
 * certain a whole one goes too far, and the next one further. For few features and some hundreds of examples. No examples give zeros.
 *
 * @param ridges one a feature, > 0
 * @param start where Newton's method sets out; a fit of nearly the same examples saves it most of its steps
 */
export function fitRidgeLogistic(
  examples: LogisticExamples,
  ridges: readonly number[],
  start?: LogisticFit,
): LogisticFit {
  const allRidges = Float64Array.of(BIAS_RIDGE, ...ridges);
  const packed = packedExamples(examples, allRidges.length);
  let [solution, next] = [
    Float64Array.of(start?.bias ?? 0, ...(start?.weights ?? ridges.map(() => 0))),
    allRidges.slice(),
  ];
  let [here, there] = [emptySlopes(allRidges.length), emptySlopes(allRidges.length)];
  sumSlopes(solution, packed, allRidges, here);
  for (let step = 0; step < MOST_STEPS; step++) {
    const move = solvePositive(here.curvature, here.gradient);
    let longest = move.reduce((most, change) => Math.max(most, Math.abs(change)), 0);
    for (let part = 1; ; part /= 2, longest /= 2) {
      for (let index = 0; index < move.length; index++)
        next[index] = (solution[index] as number) + part * (move[index] as number);
      sumSlopes(next, packed, allRidges, there);
      if (there.loss <= here.loss || longest < CONVERGED) break;
    }
    if (there.loss <= here.loss) [solution, next, here, there] = [next, solution, there, here];
    if (longest < CONVERGED) break;
  }
  return { bias: solution[0] as number, weights: solution.slice(1) };
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

/** The penalised negative log-likelihood, and how it changes. */
interface Slopes {
  loss: number;
  /** Downhill. */
  readonly gradient: Float64Array;
  /** Its lower triangle. */
  readonly curvature: readonly Float64Array[];
}

/** Examples without what is 0 in them, as most of it is. Example i has the values from `starts[i]` up to `starts[i + 1]`, the bias's 1 first. */
interface PackedExamples {
  readonly outcomes: readonly boolean[];
  readonly starts: Int32Array;
  readonly positions: Int32Array;
  readonly values: Float64Array;
}

function packedExamples({ features, outcomes }: LogisticExamples, size: number): PackedExamples {
  const starts = new Int32Array(features.length + 1);
  const positions = new Int32Array(features.length * size);
  const values = new Float64Array(features.length * size);
  let end = 0;
  for (let example = 0; example < features.length; example++) {
    const row = features[example] as Float64Array;
    values[end++] = 1;
    for (let index = 0; index < row.length; index++) {
      const value = row[index] as number;
      if (value === 0) continue;
      positions[end] = index + 1;
      values[end++] = value;
    }
    starts[example + 1] = end;
  }
  return { outcomes, starts, positions, values };
}

function emptySlopes(size: number): Slopes {
  return {
    loss: 0,
    gradient: new Float64Array(size),
    curvature: Array.from({ length: size }, (_, index) => new Float64Array(index + 1)),
  };
}

function sumSlopes(
  solution: Float64Array,
  { outcomes, starts, positions, values }: PackedExamples,
  ridges: Float64Array,
  into: Slopes,
): void {
  const { gradient, curvature } = into;
  let loss = 0;
  for (let index = 0; index < solution.length; index++) {
    const ridge = ridges[index] as number;
    const weight = solution[index] as number;
    loss += (ridge * weight * weight) / 2;
    gradient[index] = -ridge * weight;
    const row = curvature[index] as Float64Array;
    row.fill(0);
    row[index] = ridge;
  }
  for (let example = 0; example < outcomes.length; example++) {
    const start = starts[example] as number;
    const end = starts[example + 1] as number;
    let score = 0;
    for (let at = start; at < end; at++)
      score += (solution[positions[at] as number] as number) * (values[at] as number);
    const tail = Math.exp(-Math.abs(score));
    const probability = (score > 0 ? 1 : tail) / (1 + tail);
    const residual = (outcomes[example] ? 1 : 0) - probability;
    loss += Math.max(0, outcomes[example] ? -score : score) + Math.log1p(tail);
    const weight = probability * (1 - probability);
    for (let at = start; at < end; at++) {
      const position = positions[at] as number;
      const value = values[at] as number;
      gradient[position] = (gradient[position] as number) + residual * value;
      const scaled = weight * value;
      const row = curvature[position] as Float64Array;
      for (let other = start; other <= at; other++) {
        const column = positions[other] as number;
        row[column] = (row[column] as number) + scaled * (values[other] as number);
      }
    }
  }
  into.loss = loss;
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
