export interface LabelProbability {
  readonly label: string;
  /** The model's own probability that this is the right label, in [0, 1]. */
  readonly probability: number;
}

export interface SampleAnswer {
  /** The most likely label. */
  readonly label: string;
  /** Every label the model knows, most likely first; the probabilities sum to 1. */
  readonly probabilities: readonly LabelProbability[];
}

/** What the sample server serves: anything that puts a label on a text. The server does not know how. */
export interface SampleModel {
  /** As asked for on the wire, for example `sample/nano`. */
  readonly name: string;
  /** Pure and quick (well below a millisecond): it is called on the server's event loop. */
  classify(text: string): SampleAnswer;
}

export type SampleModels = readonly SampleModel[];

/**
 * Stand-ins for tests that need answers but no training: each answers with the first word of the text, with probability 0.9 against
 * `other`. (A text whose first word is `other`, or that has none, is answered `other` with certainty.)
 */
export function echoModels(names: readonly string[] = ['sample/nano', 'sample/mini', 'sample/large']): SampleModels {
  return names.map((name) => ({ name, classify: echoedFirstWord }));
}

function echoedFirstWord(text: string): SampleAnswer {
  const label = /\S+/.exec(text)?.[0] ?? 'other';
  if (label === 'other') return { label, probabilities: [{ label, probability: 1 }] };
  return {
    label,
    probabilities: [
      { label, probability: 0.9 },
      { label: 'other', probability: 0.1 },
    ],
  };
}
