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

/** One vector behind the other. @param widths of their spaces */
export function joinedVectors(vectors: readonly SparseVector[], widths: readonly number[]): SparseVector {
  const [only, ...others] = vectors;
  if (only && others.length === 0) return only;
  const size = vectors.reduce((sum, { indices }) => sum + indices.length, 0);
  const joined = { indices: new Int32Array(size), values: new Float64Array(size) };
  let at = 0;
  let offset = 0;
  for (const [part, { indices, values }] of vectors.entries()) {
    for (let i = 0; i < indices.length; i++) joined.indices[at + i] = offset + (indices[i] as number);
    joined.values.set(values, at);
    at += indices.length;
    offset += widths[part] ?? 0;
  }
  return joined;
}
