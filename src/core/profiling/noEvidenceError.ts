import { FailureError } from '../errors.ts';
import type { ModelId } from '../models/chatModel.ts';

/** The reference model answered none of the items, so nothing can be said. */
export class NoEvidenceError extends FailureError {
  readonly reference: ModelId;
  readonly asked: number;

  constructor(reference: ModelId, asked: number) {
    super(
      `The reference model ${reference} gave no answer to any of the ${asked} rows asked, so there is nothing to compare with. ` +
        'Check that the model works with this prompt, then run again.',
    );
    this.reference = reference;
    this.asked = asked;
  }
}
