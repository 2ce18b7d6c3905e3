import type { ModelEvidence } from './evidence.ts';

/** More missing answers than this share are reported. */
const MISSING_WORTH_TELLING = 0.02;

/** Models of which too many calls failed for the promise to speak of all inputs. */
export function missingWarnings(models: readonly ModelEvidence[]): string[] {
  return models
    .filter(({ missing, items }) => missing > MISSING_WORTH_TELLING * (missing + items))
    .map(
      ({ model, missing, items, lastFailure }) =>
        `${model}: ${missing} of ${missing + items} answers are missing (failed calls${lastFailure ? `, the last: ${lastFailure}` : ''}); ` +
        'the promise speaks only of inputs that get an answer.',
    );
}
