import type { ModelEvidence } from './evidence.ts';
import type { ProfileWarning } from './profileWarning.ts';

/** More missing answers than this share are reported. */
const MISSING_WORTH_TELLING = 0.02;

/** Models of which too many calls failed for the promise to speak of all inputs. */
export function missingWarnings(models: readonly ModelEvidence[]): ProfileWarning[] {
  return models
    .filter(({ missing, items }) => missing > MISSING_WORTH_TELLING * (missing + items))
    .map(({ model, missing, items, lastFailure }) => ({
      code: 'missing-answers',
      model,
      missing,
      asked: missing + items,
      lastFailure,
    }));
}
