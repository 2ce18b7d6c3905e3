import { comparison, percent } from '../core/amounts.ts';
import type { ProfileResult, Recommendation, Stage } from '../core/profiling/profile.ts';
import { keepWords } from './keepWords.ts';

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
      return `${cascadeWords(recommendation.stages, reference)}: ${gain}`;
    case 'mix':
      return `Send ${percent(first?.share ?? 0)} of the inputs, chosen at random, to ${first?.model} and the rest to ${second?.model}: ${gain}`;
  }
}

/** `Ask A first; keep its answer when it is at least 99.2 % sure; the rest (38 %) goes to B` */
export function cascadeWords(stages: readonly Stage[], reference: string): string {
  const last = stages.at(-1);
  const asked = stages.slice(0, -1).map(({ model, accept }, index) => {
    const kept = keepWords(accept, reference);
    const ask = index === 0 ? `Ask ${model} first` : `then ask ${model}`;
    return kept === undefined ? `${ask}, only to weigh the next answer by it` : `${ask}; keep its answer ${kept}`;
  });
  return `${asked.join('; ')}; the rest (${percent(last?.share ?? 0)}) goes to ${last?.model}`;
}

/** `large`, `60.8 % mini + 39.2 % large`, `mini, then large`: without promise and gain. */
export function recommendationWords({ kind, stages }: Recommendation): string {
  switch (kind) {
    case 'reference':
    case 'single':
      return stages[0]?.model ?? '';
    case 'mix':
      return stages.map(({ model, share }) => `${percent(share)} ${model}`).join(' + ');
    case 'cascade':
      return stages.map(({ model }) => model).join(', then ');
  }
}
