/** `values[i]` stands at position `indices[i]`; a position may come up twice, and then its values add up. */
export interface SparseVector {
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** Every position from 0 on, zeros included: an embedding or a row of probabilities as the learners take it. */
export function denseVector(values: ArrayLike<number>): SparseVector {
  return {
    indices: Int32Array.from({ length: values.length }, (_, index) => index),
    values: Float64Array.from(values),
  };
}
