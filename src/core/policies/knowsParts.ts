import { denseVector, type SparseVector } from '../statistics/sparseVector.ts';
import type { KnowsClassifier } from './knowsClassifier.ts';
import { columnLayout, columnVector, columnWidth } from './knowsColumns.ts';
import type { KnowsFeatures } from './knowsFeatures.ts';
import { packedWeights, stepsOf } from './knowsWeights.ts';

/** One kind of what a classifier reads, while it is learned. */
export interface KnowsPart {
  readonly width: number;
  vectorOf(input: KnowsFeatures): SparseVector;
  /** What a config holds of it, and what the bias loses to it. */
  packed(weights: Float64Array): { readonly fields: Partial<KnowsClassifier>; readonly bias?: number };
}

/** A few hundred examples fill no more positions, and weights of two kilobytes still look like data beside a prompt. */
export const TEXT_BITS = 10;

export const textPart: KnowsPart = {
  width: 2 ** TEXT_BITS + 1,
  vectorOf: (input) => input.text(TEXT_BITS),
  packed: (weights) => ({ fields: packedWeights(weights) }),
};

export function columnPart(inputs: readonly KnowsFeatures[], names: readonly string[]): KnowsPart {
  const layout = columnLayout(inputs, names);
  return {
    width: columnWidth(layout),
    vectorOf: (input) => columnVector(layout, input),
    packed: (weights) => ({ fields: { columns: { ...layout, ...packedWeights(weights) } } }),
  };
}

/** As the hashed words and characters of a text have it. */
const MEAN_SQUARED_LENGTH = 2;
/** Single precision has 24 bits; their square. */
const ROUNDING = 2 ** -48;

/**
 * Embeddings share most of their direction: what tells inputs apart is how they differ from their mean, so they are learned from with the mean taken out, at
 * the length that texts have. A classifier reads them as they come: what that changes goes into the scale of the weights and the bias.
 *
 * @param inputs all with embeddings of one length, at least one
 */
export function embeddingPart(inputs: readonly KnowsFeatures[]): KnowsPart {
  const embeddings = inputs.map(({ embedding = [] }) => embedding);
  const width = embeddings[0]?.length ?? 0;
  const center = new Float64Array(width);
  for (const embedding of embeddings)
    for (let i = 0; i < width; i++) center[i] = (center[i] as number) + (embedding[i] as number) / embeddings.length;
  const spread = meanOf(embeddings, (embedding) => squaredDistance(embedding, center));
  const size = meanOf(embeddings, (embedding) => squaredDistance(embedding, new Float64Array(width)));
  // Of embeddings that are all alike only rounding differs, and nothing is learned from that.
  const factor = spread > ROUNDING * size ? Math.sqrt(MEAN_SQUARED_LENGTH / spread) : 0;
  return {
    width,
    vectorOf: ({ embedding = [] }) =>
      denseVector(Float64Array.from(embedding, (x, i) => (x - (center[i] ?? 0)) * factor)),
    packed(weights) {
      const embedding = packedWeights(weights, factor);
      const steps = stepsOf(embedding.weights);
      return {
        fields: { embedding },
        bias: embedding.scale * steps.reduce((sum, step, i) => sum + step * (center[i] ?? 0), 0),
      };
    },
  };
}

function meanOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0) / items.length;
}

function squaredDistance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < other.length; i++) sum += ((one[i] ?? 0) - (other[i] ?? 0)) ** 2;
  return sum;
}
