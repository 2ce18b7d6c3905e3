/** What is fitted to: `columns[j][i]` is the value of feature j of example i, and `outcomes[i]` is whether that happened. */
export interface LogisticExamples {
  readonly columns: readonly Float64Array[];
  readonly outcomes: readonly boolean[];
}

export interface LogisticFit {
  readonly bias: number;
  /** One a feature, in their order. */
  readonly weights: Float64Array;
}

/** A fit takes some four; it may be many where a ridge is next to nothing. */
const MOST_STEPS = 50;
/** Newton's steps square what is left: after a step this long some ten-thousandths are, where a weight is known to a tenth or two. */
const CONVERGED = 1e-2;
/** Keeps the bias finite where all outcomes are the same. */
const BIAS_RIDGE = 0.01;

/**
 * Logistic regression with a ridge of its own for each weight: the mode of the posterior under independent Normal(0, 1 / ridge) weights, and next to no
 * prior for the bias. Newton's method (iteratively reweighted least squares); a step that would make the fit worse is halved until it does not, for where scores are
 * certain a whole one goes too far, and the next one further. For few features and some hundreds of examples, fitted to several parts of them.
 */
export class RidgeLogistic {
  readonly #examples: PackedExamples;
  readonly #ridges: Float64Array;
  #solution: Float64Array;
  #next: Float64Array;
  #here: Slopes;
  #there: Slopes;

  /** @param ridges one a feature, > 0 */
  constructor(examples: LogisticExamples, ridges: readonly number[]) {
    this.#examples = packed(examples);
    this.#ridges = Float64Array.of(BIAS_RIDGE, ...ridges);
    const size = this.#ridges.length;
    [this.#solution, this.#next] = [new Float64Array(size), new Float64Array(size)];
    [this.#here, this.#there] = [emptySlopes(size), emptySlopes(size)];
  }

  /**
   * No examples give zeros.
   * @param part where Newton's method sets out, as a fit of nearly the same examples saves it most of its steps, and which examples to do without
   */
  fit({
    start,
    without,
  }: {
    start?: LogisticFit | undefined;
    without?: (example: number) => boolean;
  } = {}): LogisticFit {
    const examples = { ...this.#examples, used: this.#used(without) };
    this.#solution[0] = start?.bias ?? 0;
    this.#solution.set(start?.weights ?? new Float64Array(this.#ridges.length - 1), 1);
    sumSlopes(this.#solution, examples, this.#ridges, this.#here);
    for (let step = 0; step < MOST_STEPS; step++) {
      const move = solvePositive(this.#here.curvature, this.#here.gradient);
      let longest = 0;
      for (let index = 0; index < move.length; index++) longest = Math.max(longest, Math.abs(move[index] as number));
      for (let part = 1; ; part /= 2, longest /= 2) {
        for (let index = 0; index < move.length; index++)
          this.#next[index] = (this.#solution[index] as number) + part * (move[index] as number);
        // This near it cannot be worse by anything that matters.
        if (longest < CONVERGED) break;
        sumSlopes(this.#next, examples, this.#ridges, this.#there);
        if (this.#there.loss <= this.#here.loss) break;
      }
      [this.#solution, this.#next] = [this.#next, this.#solution];
      [this.#here, this.#there] = [this.#there, this.#here];
      if (longest < CONVERGED) break;
    }
    return { bias: this.#solution[0] as number, weights: this.#solution.slice(1) };
  }

  /** The log-odds a fit gives to one of the examples. */
  score({ bias, weights }: LogisticFit, example: number): number {
    const { starts, positions, values } = this.#examples;
    let score = bias;
    for (let at = (starts[example] as number) + 1; at < (starts[example + 1] as number); at++)
      score += (weights[(positions[at] as number) - 1] as number) * (values[at] as number);
    return score;
  }

  #used(without?: (example: number) => boolean): Int32Array {
    const used = new Int32Array(this.#examples.outcomes.length);
    let size = 0;
    for (let example = 0; example < used.length; example++) if (!without?.(example)) used[size++] = example;
    return used.subarray(0, size);
  }
}

/** The log-odds a fit gives to these features. */
export function logisticScore({ bias, weights }: LogisticFit, features: ArrayLike<number>): number {
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
  /** Its lower triangle, row after row. */
  readonly curvature: Float64Array;
}

/** Examples without what is 0 in them, as most of it is. Example i has the values from `starts[i]` up to `starts[i + 1]`, the bias's 1 first. */
interface PackedExamples {
  readonly outcomes: readonly boolean[];
  readonly starts: Int32Array;
  readonly positions: Int32Array;
  readonly values: Float64Array;
}

function packed({ columns, outcomes }: LogisticExamples): PackedExamples {
  const starts = new Int32Array(outcomes.length + 1);
  const positions = new Int32Array(outcomes.length * (columns.length + 1));
  const values = new Float64Array(positions.length);
  let end = 0;
  for (let example = 0; example < outcomes.length; example++) {
    values[end++] = 1;
    for (let index = 0; index < columns.length; index++) {
      const value = (columns[index] as Float64Array)[example] as number;
      if (value === 0) continue;
      positions[end] = index + 1;
      values[end++] = value;
    }
    starts[example + 1] = end;
  }
  return { outcomes, starts, positions, values };
}

function emptySlopes(size: number): Slopes {
  return { loss: 0, gradient: new Float64Array(size), curvature: new Float64Array(startOfRow(size)) };
}

/** Where a row begins in a lower triangle. */
function startOfRow(row: number): number {
  return (row * (row + 1)) / 2;
}

function sumSlopes(
  solution: Float64Array,
  { outcomes, starts, positions, values, used }: PackedExamples & { readonly used: Int32Array },
  ridges: Float64Array,
  into: Slopes,
): void {
  const { gradient, curvature } = into;
  let loss = 0;
  curvature.fill(0);
  for (let index = 0; index < solution.length; index++) {
    const ridge = ridges[index] as number;
    const weight = solution[index] as number;
    loss += (ridge * weight * weight) / 2;
    gradient[index] = -ridge * weight;
    curvature[startOfRow(index) + index] = ridge;
  }
  for (let place = 0; place < used.length; place++) {
    const example = used[place] as number;
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
      const row = startOfRow(position);
      for (let other = start; other <= at; other++) {
        const cell = row + (positions[other] as number);
        curvature[cell] = (curvature[cell] as number) + scaled * (values[other] as number);
      }
    }
  }
  into.loss = loss;
}

/** Solves A x = b for a symmetric positive definite A given by its lower triangle, which is overwritten (Cholesky). */
function solvePositive(matrix: Float64Array, b: Float64Array): Float64Array {
  const size = b.length;
  const x = b.slice();
  for (let i = 0; i < size; i++) {
    const row = startOfRow(i);
    for (let j = 0; j <= i; j++) {
      const other = startOfRow(j);
      let sum = matrix[row + j] as number;
      for (let k = 0; k < j; k++) sum -= (matrix[row + k] as number) * (matrix[other + k] as number);
      matrix[row + j] = i === j ? Math.sqrt(sum) : sum / (matrix[other + j] as number);
    }
    let value = x[i] as number;
    for (let k = 0; k < i; k++) value -= (matrix[row + k] as number) * (x[k] as number);
    x[i] = value / (matrix[row + i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    let value = x[i] as number;
    for (let k = i + 1; k < size; k++) value -= (matrix[startOfRow(k) + i] as number) * (x[k] as number);
    x[i] = value / (matrix[startOfRow(i) + i] as number);
  }
  return x;
}
