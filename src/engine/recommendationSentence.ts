import { comparison, percent } from '../core/amounts.ts';
import type { ProfileResult } from '../core/profiling/profile.ts';

/** For somebody who knows no statistics. */
export function recommendationSentence({ recommendation, request, savings }: ProfileResult): string {
  const { reference, delta } = request;
  const gain = `${comparison(savings.ratio)}, and at most ${percent(delta)} of answers differ from ${reference}'s.`;
  const [first, second] = recommendation.stages;
  switch (recommendation.kind) {
    case 'reference':
      return `Keep ${reference}: no cheaper way was shown to differ on at most ${percent(delta)} of answers.`;
    case 'single':
      return `Use ${first?.model} instead of ${reference}: ${gain}`;
    case 'cascade':
      return `Ask ${recommendation.stages.map(({ model }) => model).join(', then ')}, each only where the one before is not sure enough: ${gain}`;
    case 'mix':
      return `Send ${percent(first?.share ?? 0)} of the inputs, chosen at random, to ${first?.model} and the rest to ${second?.model}: ${gain}`;
  }
}
