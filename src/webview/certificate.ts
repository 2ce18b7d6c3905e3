import { equivalenceReasonWords } from '../core/equivalence/equivalenceReason.ts';
import type { ProfileResult } from '../core/profiling/profile.ts';
import { stopReason } from './statusWords.ts';
import { t } from './translate.ts';
import { percent, whole } from './wording.ts';

/** What the recommendation rests on, and whose promise it is; sentences. Keeping the reference promises nothing. */
export function certificate(result: ProfileResult): readonly string[] {
  const promised = result.recommendation.kind === 'reference' ? [] : [promise(result)];
  return [evidence(result), ...promised, `${comparedBy(result)} ${stopReason(result)}`, ...selfDeviation(result)];
}

function evidence({ recommendation, guarantee, items }: ProfileResult): string {
  const { confidence, deviations, deviationUpperBound, items: compared } = guarantee;
  const sure = percent(confidence);
  const bound = percent(deviationUpperBound);
  switch (recommendation.kind) {
    case 'reference':
      return t('Nothing changes, so no answer differs. Profiled on {0} of your rows.', whole(items));
    case 'single':
    case 'cascade':
      return t(
        '{0} sure. Checked on {1} of your rows: {2} answers differed ({3}); the true share is at most {4}.',
        sure,
        whole(compared),
        whole(deviations),
        percent(compared > 0 ? deviations / compared : 0),
        bound,
      );
    case 'mix':
      return t(
        '{0} sure. {1} of {2} answers of the mixed models differed; with their shares of the calls, at most {3} of all answers do.',
        sure,
        whole(deviations),
        whole(compared),
        bound,
      );
  }
}

function promise({ guarantee, recommendation }: ProfileResult): string {
  const { certificate: tested, confidence, delta } = guarantee;
  if (tested) {
    const allowed = whole(tested.looks[tested.look]?.mostDeviations ?? 0);
    const [limit, sure, choosing] = [percent(delta), percent(confidence), whole(tested.warmUpItems)];
    return recommendation.kind === 'mix'
      ? t(
          'An exact test on rows that nothing was chosen on ({0} others were for choosing) bounds how many calls may go to the cheaper model for {1} at {2} confidence. It holds as stated.',
          choosing,
          limit,
          sure,
        )
      : t(
          'An exact test on rows that nothing was chosen on ({0} others were for choosing): at most {1} differing answers were allowed for {2} at {3} confidence. It holds as stated.',
          choosing,
          allowed,
          limit,
          sure,
        );
  }
  return t(
    'The promise is the SMART paper’s: it looks at intervals meant for one look every ten rows, so it fails more often than the stated {0}.',
    percent(1 - guarantee.confidence),
  );
}

function selfDeviation({ referenceSelfDeviation: found, request }: ProfileResult): readonly string[] {
  if (!found) return [];
  return [
    t(
      'Asked twice about {0} rows, {1} differed from itself on {2} ({3}); nothing can be expected to differ less.',
      whole(found.items),
      request.reference,
      whole(found.deviations),
      percent(found.deviations / found.items),
    ),
  ];
}

function comparedBy({ equivalence }: ProfileResult): string {
  return t('Outputs were compared by {0} ({1}).', equivalence.name, equivalenceReasonWords(equivalence.reason, t));
}
