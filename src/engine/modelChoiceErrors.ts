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
  /** @param unpriced models that were asked for and whose price is not known */
  constructor(reference: string, unpriced: readonly string[] = []) {
    const remedy =
      unpriced.length === 0
        ? 'name at least one other model with --models.'
        : `the price of ${unpriced.join(', ')} is not known. Check the spelling, or give the price with --prices FILE.`;
    super(`Only the reference ${reference} is left to profile: ${remedy}`);
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

/** Every row would ask the same. */
export class NoVariablesError extends InputError {
  constructor(promptFile: string, dataFile: string, columns: readonly string[]) {
    super(
      `${promptFile} uses no variable, so every row of ${dataFile} would ask the same. Write {{name}} where a column's value belongs; ` +
        `the columns are ${columns.join(', ')}.`,
    );
  }
}

/** @throws ReferenceNotAmongModelsError */
export function requireReferenceAmong(models: readonly string[], reference: string): void {
  if (!models.includes(reference)) throw new ReferenceNotAmongModelsError(models, reference);
}
