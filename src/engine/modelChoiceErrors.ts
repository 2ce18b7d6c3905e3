import { InputError } from '../core/errors.ts';

export class ReferenceNotAmongModelsError extends InputError {
  constructor(models: readonly string[], reference: string) {
    super(
      `The reference ${reference} is not among the models (${models.join(', ')}). Add it to --models, or choose one of them with --reference.`,
    );
  }
}

export class UnsuitableForRecordingError extends InputError {}

export class NothingToCompareError extends InputError {
  constructor(reference: string) {
    super(`Only the reference ${reference} is left to profile: name at least one other model with --models.`);
  }
}

export class NoReferenceError extends InputError {
  constructor(promptFile: string, why: string) {
    super(
      `There is no reference model: --reference was not given and of ${promptFile} ${why}. Name one with --reference PROVIDER/MODEL.`,
    );
  }
}

export class NoDatasetError extends InputError {
  constructor(promptFile: string) {
    super(
      `There is no dataset: --data was not given and ${promptFile} has no rows of its own (testData). Name a file with --data FILE.`,
    );
  }
}

/** @throws ReferenceNotAmongModelsError */
export function requireReferenceAmong(models: readonly string[], reference: string): void {
  if (!models.includes(reference)) throw new ReferenceNotAmongModelsError(models, reference);
}
