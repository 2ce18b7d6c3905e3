import { createRandom, type Random, shuffled } from '../../core/random.ts';
import { type Scorer, trainLogisticRegression } from '../../core/statistics/logisticRegression.ts';
import { softmaxInPlace } from '../../core/statistics/softmax.ts';
import {
  characterRuns,
  type FeatureBlock,
  openingAndClosing,
  plainWords,
  stemmedWords,
  stemPairs,
} from './features.ts';
import type { SampleAnswer, SampleModel, SampleModels } from './sampleModel.ts';
import { fitSharpness, type ScoredExample } from './temperature.ts';
import { type CountedText, countFeatures, vocabularyOf, weighed } from './tfIdf.ts';

/** A line of the sample's training file; its other fields are not used. */
export interface TrainingRow {
  readonly ticket: string;
  readonly label: string;
}

interface Recipe {
  readonly name: string;
  /** Share of the training rows it gets to see. A smaller model's rows are among the larger one's. */
  readonly share: number;
  readonly blocks: readonly FeatureBlock[];
  /** Buckets of its hashed features; times the labels, its number of weights. */
  readonly buckets: number;
}

const recipes: readonly Recipe[] = [
  { name: 'sample/nano', share: 0.4, blocks: [plainWords], buckets: 2 ** 12 },
  { name: 'sample/mini', share: 0.7, blocks: [stemmedWords, stemPairs], buckets: 2 ** 15 },
  {
    name: 'sample/large',
    share: 1,
    blocks: [stemmedWords, stemPairs, openingAndClosing, characterRuns],
    buckets: 2 ** 18,
  },
];

const epochs = 6;
/** The L2 penalty is this over the number of rows. */
const penaltyOfOneRow = 0.05;
/** To fit the probabilities, each of these parts of the rows in turn is kept aside while the others are learned, */
const calibrationParts = 5;
/** until so many rows have been kept aside once: a small model learns from few rows, but quickly. */
const calibrationRows = 250;

/**
 * Trains the embedded family: `sample/nano`, `sample/mini` and `sample/large`, logistic regressions of rising capacity on a rising share
 * of the rows. They answer with the labels found in the rows. The same rows and seed give the same models to the last bit.
 * @throws RangeError for rows of fewer than two labels.
 */
export function trainSampleModels(rows: readonly TrainingRow[], seed: number): SampleModels {
  const labels = [...new Set(rows.map((row) => row.label))].sort();
  if (labels.length < 2) throw new RangeError(`training needs rows of at least two labels, got ${labels.length}`);
  const random = createRandom(seed);
  const ordered = shuffled(rows, random);
  return recipes.map((recipe) => trainModel(recipe, { rows: ordered, labels, random }));
}

interface Lesson {
  readonly rows: readonly TrainingRow[];
  readonly labels: readonly string[];
  readonly random: Random;
}

interface CountedRow {
  readonly text: CountedText;
  readonly target: number;
}

function trainModel(recipe: Recipe, lesson: Lesson): SampleModel {
  const { labels, random } = lesson;
  const rows = lesson.rows.slice(0, Math.ceil(recipe.share * lesson.rows.length)).map(
    (row): CountedRow => ({
      text: countFeatures(row.ticket, recipe.blocks, recipe.buckets),
      target: labels.indexOf(row.label),
    }),
  );
  const sharpness = fitSharpness(rehearsed(rows, { recipe, classes: labels.length, random }));
  const scorer = trainPipeline(rows, recipe.buckets, { classes: labels.length, random });
  return {
    name: recipe.name,
    classify(text) {
      const scores = scorer(countFeatures(text, recipe.blocks, recipe.buckets));
      return answerOf(
        scores.map((score) => score * sharpness),
        labels,
      );
    },
  };
}

interface Rehearsal {
  readonly recipe: Recipe;
  readonly classes: number;
  readonly random: Random;
}

/** Scores of rows that were kept aside, by models which learned the others. */
function rehearsed(rows: readonly CountedRow[], { recipe, classes, random }: Rehearsal): readonly ScoredExample[] {
  const scored: ScoredExample[] = [];
  for (let part = 0; part < calibrationParts && scored.length < calibrationRows; part++) {
    const others = rows.filter((_, index) => index % calibrationParts !== part);
    const scorer = trainPipeline(others, recipe.buckets, { classes, random });
    const keptAside = rows.filter((_, index) => index % calibrationParts === part);
    scored.push(...keptAside.map(({ text, target }) => ({ scores: scorer(text), target })));
  }
  return scored;
}

function trainPipeline(
  rows: readonly CountedRow[],
  buckets: number,
  task: { readonly classes: number; readonly random: Random },
): (text: CountedText) => Float64Array {
  const vocabulary = vocabularyOf(
    rows.map((row) => row.text),
    buckets,
  );
  const examples = rows.map((row) => ({ vector: weighed(row.text, vocabulary), target: row.target }));
  const penalty = penaltyOfOneRow / Math.max(1, rows.length);
  const scorer: Scorer = trainLogisticRegression(examples, {
    ...task,
    dimensions: vocabulary.columns,
    penalty,
    epochs,
  });
  return (text) => scorer(weighed(text, vocabulary));
}

/** Ties go to the label that was named first. */
function answerOf(scores: Float64Array, labels: readonly string[]): SampleAnswer {
  softmaxInPlace(scores);
  const probabilities = labels
    .map((label, index) => ({ label, probability: scores[index] ?? 0 }))
    .sort((one, other) => other.probability - one.probability);
  return { label: probabilities[0]?.label ?? '', probabilities };
}
