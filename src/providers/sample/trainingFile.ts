import { z } from 'zod';
import { InputError } from '../../core/errors.ts';
import type { TrainingRow } from './trainSampleModels.ts';

export class TrainingFileError extends InputError {
  readonly file: string;
  /** 1-based. */
  readonly line: number;

  constructor(file: string, line: number, cause: unknown) {
    super(`${file}:${line}: a training row must be one line of JSON with the texts "ticket" and "label".`, { cause });
    this.file = file;
    this.line = line;
  }
}

const trainingRow = z.object({ ticket: z.string(), label: z.string() });

/**
 * Rows of a JSON Lines text; empty lines are passed over.
 * @param file its name, for messages.
 * @throws TrainingFileError at the first line that is not a training row.
 */
export function readTrainingRows(text: string, file: string): readonly TrainingRow[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [trainingRow.parse(JSON.parse(line))];
    } catch (error) {
      throw new TrainingFileError(file, index + 1, error);
    }
  });
}
