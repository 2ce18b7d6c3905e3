import type { SampleModel } from '../../src/providers/sample/sampleModel.ts';

/** A model for the sample server whose answer is a function of the text it is asked about. */
export function cannedModel(name: string, answer: (text: string) => string): SampleModel {
  return {
    name,
    classify(text) {
      const label = answer(text);
      return { label, probabilities: [{ label, probability: 1 }] };
    },
  };
}

/** Answers with the text's first word. */
export function faithfulModel(name: string): SampleModel {
  return cannedModel(name, firstWord);
}

/** Answers with the text's first word, except where the number in the text is a multiple of `every`: there it says `else`. */
export function strayingModel(name: string, every: number): SampleModel {
  return cannedModel(name, (text) => (numberIn(text) % every === 0 ? 'else' : firstWord(text)));
}

/** Of `billing ticket 17`: 17. */
export function numberIn(text: string): number {
  return Number(/\d+/.exec(text)?.[0]);
}

function firstWord(text: string): string {
  return /\S+/.exec(text)?.[0] ?? '';
}
