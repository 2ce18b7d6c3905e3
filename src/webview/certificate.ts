import type { ProfileResult } from '../core/profiling/profile.ts';
import { stopReason } from './statusWords.ts';
import { t } from './translate.ts';
import { percent, whole } from './wording.ts';

/** What the recommendation rests on, and whose promise it is; sentences. Keeping the reference promises nothing. */
export function certificate(result: ProfileResult): readonly string[] {
  const promised = result.recommendation.kind === 'reference' ? [] : [promise(result)];
  return [evidence(result), ...promised, `${comparedBy(result)} ${stopReason(result.stopped)}`];
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

function promise({ guarantee }: ProfileResult): string {
  return t(
    'The promise is the SMART paper’s: it looks at intervals meant for one look every ten rows, so it fails more often than the stated {0}.',
    percent(1 - guarantee.confidence),
  );
}

function comparedBy({ equivalence }: ProfileResult): string {
  return t('Outputs were compared by {0} ({1}).', equivalence.name, equivalence.reason);
}
