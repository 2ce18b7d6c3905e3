import { dot, fitDualLogistic } from '../statistics/dualLogisticRegression.ts';
import { probabilityOf } from '../statistics/ridgeLogistic.ts';
import { joinedVectors } from '../statistics/sparseVector.ts';
import type { KnowsClassifier } from './knowsClassifier.ts';
import { columnVector, columnWidth } from './knowsColumns.ts';
import { type InputBesides, type KnowsFeatures, knowsFeatures } from './knowsFeatures.ts';
import { columnPart, embeddingPart, TEXT_BITS, textPart } from './knowsParts.ts';
import { type KnowsWeights, stepsOf, unpackedWeights } from './knowsWeights.ts';

/** P(IK) in [0, 1]: how likely a model's answer to this input agrees with the reference's, told before anybody is asked (arXiv 2602.22090). */
export type KnowsModel = (input: KnowsFeatures) => number;

/** What to read besides the text. Default: nothing. */
export interface KnowsReads {
  readonly columns?: readonly string[] | undefined;
  readonly embedding?: boolean | undefined;
}

/** P(IK) of a model on an input; undefined without a classifier, or where the embedding that it reads could not be had. */
export type KnowsReader = (text: string, besides?: InputBesides) => (model: string) => number | undefined;

/** The prior that is usual for log-odds. Vectors have a length of about the root of two. */
const RIDGE = 1;

/** Learns P(IK). What comes back is all there is: weights are rounded here, once, so that a profile and the runtime cannot differ. */
export function trainKnows(
  { inputs, agreed }: { readonly inputs: readonly KnowsFeatures[]; readonly agreed: readonly boolean[] },
  { columns, embedding }: KnowsReads = {},
): KnowsClassifier {
  const parts = [
    textPart,
    ...(columns ? [columnPart(inputs, columns)] : []),
    ...(embedding ? [embeddingPart(inputs)] : []),
  ];
  const widths = parts.map(({ width }) => width);
  const ends = widths.map((_, part) => widths.slice(0, part + 1).reduce((sum, width) => sum + width, 0));
  const vectors = inputs.map((input) =>
    joinedVectors(
      parts.map((part) => part.vectorOf(input)),
      widths,
    ),
  );
  const fit = fitDualLogistic({ vectors, outcomes: agreed }, ends.at(-1) ?? 0, RIDGE);
  const packed = parts.map((part, index) => part.packed(fit.weights.subarray(ends[index - 1] ?? 0, ends[index])));
  const bias = packed.reduce((rest, { bias: taken = 0 }) => rest - taken, fit.bias);
  const fields = Object.assign({}, ...packed.map((part) => part.fields)) as KnowsWeights & Partial<KnowsClassifier>;
  return { bits: TEXT_BITS, bias: Number(bias.toPrecision(9)), ...fields };
}

/**
 * P(IK) of a config's models, input by input.
 * @throws RangeError for a classifier that is not whole
 */
export function readKnows(classifiers: Readonly<Record<string, KnowsClassifier>>): KnowsReader {
  const models = new Map(
    Object.entries(classifiers).map(([model, classifier]) => [
      model,
      { knows: knowsModel(classifier), needsEmbedding: classifier.embedding !== undefined },
    ]),
  );
  return (text, besides) => {
    const features = knowsFeatures(text, besides);
    return (name) => {
      const model = models.get(name);
      return model && (features.embedding || !model.needsEmbedding) ? model.knows(features) : undefined;
    };
  };
}

/** @throws RangeError for weights that are not as many as the classifier needs; the model, for an embedding of another length than it was learned with */
export function knowsModel(classifier: KnowsClassifier): KnowsModel {
  const { bits, bias, scale, columns, embedding } = classifier;
  const words = unpackedWeights(classifier, 2 ** bits + 1, `a P(IK) of ${bits} bits`);
  const cells = columns && unpackedWeights(columns, columnWidth(columns), `a P(IK) of ${columns.names.length} columns`);
  const numbers = embedding && stepsOf(embedding.weights);
  return (input) => {
    let logOdds = bias + scale * dot(words, input.text(bits));
    if (columns && cells) logOdds += columns.scale * dot(cells, columnVector(columns, input));
    if (embedding && numbers) logOdds += embedding.scale * denseDot(numbers, input.embedding ?? []);
    return probabilityOf(logOdds);
  };
}

function denseDot(steps: Int8Array, embedding: ArrayLike<number>): number {
  if (embedding.length !== steps.length)
    throw new RangeError(`a P(IK) of embeddings of ${steps.length} numbers got one of ${embedding.length}`);
  let sum = 0;
  for (let i = 0; i < steps.length; i++) sum += (steps[i] as number) * (embedding[i] as number);
  return sum;
}
