/** `values[i]` stands at position `indices[i]`; a position may come up twice, and then its values add up. */
export interface SparseVector {
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** Every position from 0 on, zeros included: an embedding or a row of probabilities as the learners take it. */
export function denseVector(values: ArrayLike<number>): SparseVector {
  const vector = { indices: new Int32Array(values.length), values: new Float64Array(values.length) };
  for (let index = 0; index < values.length; index++) {
    vector.indices[index] = index;
    vector.values[index] = values[index] ?? 0;
  }
  return vector;
}
