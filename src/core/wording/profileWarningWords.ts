import { percent } from '../amounts.ts';
import type { ProfileWarning } from '../profiling/profileWarning.ts';
import type { Translate } from '../translate.ts';

/** What should be known before the result is trusted, in whole sentences. */
export function profileWarningWords(warning: ProfileWarning, t: Translate): string {
  switch (warning.code) {
    case 'missing-answers': {
      const { model, missing, asked, lastFailure } = warning;
      return !lastFailure
        ? t(
            '{0}: {1} of {2} answers are missing (failed calls); the promise speaks only of inputs that get an answer.',
            model,
            missing,
            asked,
          )
        : t(
            '{0}: {1} of {2} answers are missing (failed calls, the last: {3}); the promise speaks only of inputs that get an answer.',
            model,
            missing,
            asked,
            lastFailure,
          );
    }
    case 'contradicts-itself': {
      const { reference, deviations, items, delta } = warning;
      return t(
        '{0} contradicts itself: asked twice, it answered {1} of {2} items differently ({3}). A deviation of at most {4} can hardly be met, whatever answers: allow more, or lower its temperature.',
        reference,
        deviations,
        items,
        percent(deviations / items),
        percent(delta),
      );
    }
  }
}
