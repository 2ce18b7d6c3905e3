import type { Random } from '../random.ts';

const firstDecay = 0.9;
const secondDecay = 0.999;
const smallest = 1e-8;

/**
 * Weights with their Adam state (Kingma and Ba 2015, algorithm 1), row by row. Only rows that received a gradient since the last step
 * move and let their moments decay ("lazy" Adam), so that a step costs what the batch's features cost, not the whole matrix.
 */
export class AdamMatrix {
  readonly rows: number;
  readonly #columns: number;
  readonly #stepSize: number;
  /** Row by row. */
  readonly weights: Float32Array;
  readonly #gradients: Float32Array;
  readonly #firstMoments: Float32Array;
  readonly #secondMoments: Float32Array;
  readonly #isTouched: Uint8Array;
  readonly #touched: number[] = [];
  #steps = 0;

  constructor({ rows, columns, stepSize }: { rows: number; columns: number; stepSize: number }) {
    this.rows = rows;
    this.#columns = columns;
    this.#stepSize = stepSize;
    this.weights = new Float32Array(rows * columns);
    this.#gradients = new Float32Array(rows * columns);
    this.#firstMoments = new Float32Array(rows * columns);
    this.#secondMoments = new Float32Array(rows * columns);
    this.#isTouched = new Uint8Array(rows);
  }

  /** Draws every weight but the last row's (the intercepts, which stay 0) uniformly from [-limit, limit). */
  fillUniformly(limit: number, random: Random): void {
    const end = (this.rows - 1) * this.#columns;
    for (let i = 0; i < end; i++) this.weights[i] = (2 * random.uniform() - 1) * limit;
  }

  /** Replaces all weights, as from a saved state; moments stay as they are. */
  setWeights(weights: Float32Array): void {
    this.weights.set(weights);
  }

  /** into += scale * row */
  addRow(row: number, scale: number, into: Float64Array): void {
    const start = row * this.#columns;
    for (let k = 0; k < into.length; k++) into[k] = (into[k] ?? 0) + scale * (this.weights[start + k] ?? 0);
  }

  dotRow(row: number, other: Float64Array): number {
    const start = row * this.#columns;
    let sum = 0;
    for (let k = 0; k < other.length; k++) sum += (this.weights[start + k] ?? 0) * (other[k] ?? 0);
    return sum;
  }

  addGradient(row: number, scale: number, gradient: Float64Array): void {
    if (this.#isTouched[row] === 0) {
      this.#isTouched[row] = 1;
      this.#touched.push(row);
    }
    const start = row * this.#columns;
    for (let k = 0; k < gradient.length; k++)
      this.#gradients[start + k] = (this.#gradients[start + k] ?? 0) + scale * (gradient[k] ?? 0);
  }

  /** Moves the touched rows and forgets their gradients. */
  step(): void {
    this.#steps++;
    const firstBias = 1 - firstDecay ** this.#steps;
    const secondBias = 1 - secondDecay ** this.#steps;
    for (const row of this.#touched) {
      this.#isTouched[row] = 0;
      const end = (row + 1) * this.#columns;
      for (let i = row * this.#columns; i < end; i++) {
        const gradient = this.#gradients[i] ?? 0;
        const first = firstDecay * (this.#firstMoments[i] ?? 0) + (1 - firstDecay) * gradient;
        const second = secondDecay * (this.#secondMoments[i] ?? 0) + (1 - secondDecay) * gradient * gradient;
        this.#gradients[i] = 0;
        this.#firstMoments[i] = first;
        this.#secondMoments[i] = second;
        const move = (this.#stepSize * first) / firstBias / (Math.sqrt(second / secondBias) + smallest);
        this.weights[i] = (this.weights[i] ?? 0) - move;
      }
    }
    this.#touched.length = 0;
  }
}
