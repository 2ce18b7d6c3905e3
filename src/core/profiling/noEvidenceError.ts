import { FailureError } from '../errors.ts';
import type { ModelId } from '../models/chatModel.ts';

/** The reference model answered none of the items, so nothing can be said. */
export class NoEvidenceError extends FailureError {
  readonly reference: ModelId;
  readonly asked: number;

  /** @param why the last call failed, where one did */
  constructor(reference: ModelId, asked: number, why: string | undefined) {
    super(
      `The reference model ${reference} gave no answer to any of the ${asked} rows asked, so there is nothing to compare with. ` +
        `${why === undefined ? '' : `The last call: ${why} `}` +
        'Check that the model works with this prompt, then run again.',
    );
    this.reference = reference;
    this.asked = asked;
  }
}
