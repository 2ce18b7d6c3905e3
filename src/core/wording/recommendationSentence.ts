import { percent } from '../amounts.ts';
import type { ProfileResult, Recommendation, Stage } from '../profiling/profile.ts';
import type { Translate } from '../translate.ts';
import { comparisonWords } from './comparisonWords.ts';
import { keepWords } from './keepWords.ts';

/** For somebody who knows no statistics. */
export function recommendationSentence(
  { recommendation, request, savings }: Pick<ProfileResult, 'recommendation' | 'request' | 'savings'>,
  t: Translate,
): string {
  const { reference, delta } = request;
  const way = wayWords(recommendation, reference, t);
  if (way === undefined)
    return t('Keep {0}: no cheaper way was shown to differ on at most {1} of answers.', reference, percent(delta));
  return t(
    "{0}: {1}, and at most {2} of answers differ from {3}'s.",
    way,
    String(comparisonWords(savings.ratio, t)),
    percent(delta),
    reference,
  );
}

/** What to do instead of asking the reference alone; undefined: nothing. */
function wayWords({ kind, stages }: Recommendation, reference: string, t: Translate): string | undefined {
  const [first, second] = stages.map(({ model }) => model);
  switch (kind) {
    case 'reference':
      return undefined;
    case 'single':
      return t('Use {0} instead of {1}', first ?? '', reference);
    case 'cascade':
      return cascadeWords(stages, reference, t);
    case 'mix': {
      const share = percent(stages[0]?.share ?? 0);
      return t(
        'Send {0} of the inputs, chosen at random, to {1} and the rest to {2}',
        share,
        first ?? '',
        second ?? '',
      );
    }
  }
}

/** `Ask A first; keep its answer when it is at least 99.2 % sure; the rest (38 %) goes to B` */
export function cascadeWords(stages: readonly Stage[], reference: string, t: Translate): string {
  const last = stages.at(-1);
  const asked = stages.slice(0, -1).map(({ model, accept }, index) => {
    const kept = keepWords(accept, reference, t);
    return index === 0 ? askedFirst(model, kept, t) : askedThen(model, kept, t);
  });
  return t('{0}; the rest ({1}) goes to {2}', asked.join('; '), percent(last?.share ?? 0), last?.model ?? '');
}

function askedFirst(model: string, kept: string | undefined, t: Translate): string {
  return kept === undefined
    ? t('Ask {0} first, only to weigh the next answer by it', model)
    : t('Ask {0} first; keep its answer {1}', model, kept);
}

function askedThen(model: string, kept: string | undefined, t: Translate): string {
  return kept === undefined
    ? t('then ask {0}, only to weigh the next answer by it', model)
    : t('then ask {0}; keep its answer {1}', model, kept);
}
