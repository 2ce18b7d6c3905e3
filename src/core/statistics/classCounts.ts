import type { SparseVector } from './sparseVector.ts';

/**
 * In how many examples of each class a feature occurred, and from that how telling the feature is: the largest log-ratio, over the
 * classes, of its share among the occurrences in the class to that in all others, with one occurrence added to each (Wang and Manning 2012,
 * equation 2, taken class against rest). Multiplying features by it lets a linear model learn from few examples.
 */
export class ClassCounts {
  readonly #classes: number;
  /** Class by class within a feature. */
  readonly #counts: Uint32Array;
  readonly #totals: Float64Array;
  #total = 0;

  constructor(dimensions: number, classes: number) {
    this.#classes = classes;
    this.#counts = new Uint32Array(dimensions * classes);
    this.#totals = new Float64Array(classes);
  }

  /** @param label index of the example's class */
  add(vector: SparseVector, label: number): void {
    const { indices } = vector;
    for (let i = 0; i < indices.length; i++) {
      const place = (indices[i] ?? 0) * this.#classes + label;
      this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    }
    this.#totals[label] = (this.#totals[label] ?? 0) + indices.length;
    this.#total += indices.length;
  }

  /** >= 0; 0 for a feature that is spread like all others. */
  tellingness(feature: number): number {
    const start = feature * this.#classes;
    let sum = 0;
    for (let k = 0; k < this.#classes; k++) sum += this.#counts[start + k] ?? 0;
    let largest = 0;
    for (let k = 0; k < this.#classes; k++) {
      const count = this.#counts[start + k] ?? 0;
      const total = this.#totals[k] ?? 0;
      const inside = (count + 1) / (total + 1);
      const outside = (sum - count + this.#classes - 1) / (this.#total - total + 1);
      largest = Math.max(largest, Math.abs(Math.log(inside / outside)));
    }
    return largest;
  }
}
